import type { Issue } from '@tandem/schemas';

/** The command line or a file is not what the command takes. The message says what to do, `issues` name the places. */
export class UsageError extends Error {
  readonly issues: Issue[] | undefined;

  constructor(message: string, options: ErrorOptions & { issues?: Issue[] } = {}) {
    super(message, options);
    this.name = 'UsageError';
    this.issues = options.issues;
  }
}
