/** Every code an admin caller may meet; each edge maps all of them (product page §5.3). */
export const errorCodes = [
  'bad_request',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'payload_too_large',
  'unprocessable',
  'too_many_requests',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** One complaint about one place of an input; `path` as in `config.businessHours.hours.0.from`. */
export interface Issue {
  path: string;
  message: string;
}

interface AppErrorDetails {
  /** What the caller may hear, saying what to do. */
  public: string;
  /** What only the log may hear. Never content or secrets. */
  internal?: string;
  issues?: Issue[];
  /** Whole seconds until it may be tried again; answered as `Retry-After`. */
  retryAfterS?: number;
  cause?: unknown;
}

/** A failure with a code for machines, words for the caller and words for us. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly public: string;
  readonly issues: Issue[] | undefined;
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, details: AppErrorDetails) {
    super(details.internal ?? details.public, { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.public = details.public;
    this.issues = details.issues;
    this.retryAfterS = details.retryAfterS;
  }
}
