import { stderr } from 'node:process';

/** What failed and what to do about it, as it is shown to the person at the terminal. */
export class StepFailure extends Error {
  readonly cure: string;

  constructor(what: string, cure: string, cause?: unknown) {
    super(what, { cause });
    this.cure = cure;
  }
}

/** One line for the person at the terminal; never on stdout, which belongs to results. */
export function say(line: string): void {
  stderr.write(`${line}\n`);
}

/** Runs a long step and says how long it took; a failure is named after the step and carries the cure. */
export async function step<T>(
  input: { name: string; cure: string },
  work: (progress: (line: string) => void) => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const elapsed = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  const stillBusy = setInterval(() => say(`${input.name}: still busy (${elapsed()})`), 10_000);
  try {
    const result = await work((line) => say(`${input.name}: ${line} …`));
    say(`${input.name}: ready (${elapsed()})`);
    return result;
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepFailure(`${input.name} failed after ${elapsed()}: ${reason}`, input.cure, error);
  } finally {
    clearInterval(stillBusy);
  }
}

/** Says what failed and how to mend it. */
export function sayFailure(error: unknown): void {
  if (error instanceof StepFailure) say(`error: ${error.message}\n  cure: ${error.cure}`);
  else say(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
