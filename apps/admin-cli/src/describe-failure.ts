import type { AdminRouter } from '@tandem/api/router';
import type { ErrorCode, Issue } from '@tandem/schemas';
import { TRPCClientError } from '@trpc/client';
import { CommandFailed } from './command-failed.ts';
import { exitCodes } from './exit-codes.ts';
import { notFoundCure } from './not-found-cures.ts';
import { UsageError } from './usage-error.ts';

/** What went wrong, for people and programs, and how to end. */
export interface Described {
  exitCode: number;
  code: ErrorCode | 'usage' | 'unreachable' | 'failed';
  message: string;
  hint?: string;
  issues?: Issue[];
  requestId?: string;
}

const exitCodeOf = {
  bad_request: exitCodes.usage,
  unauthorized: exitCodes.refused,
  forbidden: exitCodes.refused,
  not_found: exitCodes.notFound,
  conflict: exitCodes.failed,
  payload_too_large: exitCodes.usage,
  unprocessable: exitCodes.failed,
  too_many_requests: exitCodes.failed,
  internal: exitCodes.failed,
} as const satisfies Record<ErrorCode, number>;

const hints: Partial<Record<ErrorCode, string>> = {
  unauthorized: 'Give a valid key: run tandem login, set TANDEM_KEY or use --key.',
  forbidden: 'Use a key of a higher role: tandem whoami tells the role of this one.',
  too_many_requests: 'Wait a little and do the same again.',
};

export function describeFailure(error: unknown, url: string): Described {
  if (error instanceof UsageError) {
    const { message, issues } = error;
    return { exitCode: exitCodes.usage, code: 'usage', message, ...(issues && { issues }) };
  }
  if (error instanceof CommandFailed) {
    return { exitCode: exitCodes.failed, code: 'failed', message: error.message };
  }
  if (isAnswered(error)) return describeAnswer(error);
  const reason = error instanceof TRPCClientError ? causeOf(error) : String(error);
  return {
    exitCode: exitCodes.failed,
    code: 'unreachable',
    message: `No usable answer from ${url}: ${reason}`,
    hint: 'Is the api running there? Say where it is with --url, TANDEM_URL or tandem login.',
  };
}

type AdminError = TRPCClientError<AdminRouter>;

const isAnswered = (error: unknown): error is AdminError & { data: NonNullable<AdminError['data']> } =>
  error instanceof TRPCClientError && error.data?.code !== undefined;

function describeAnswer({
  message,
  data,
}: AdminError & { data: NonNullable<AdminError['data']> }): Described {
  const { code, issues, requestId } = data;
  const hint = code === 'not_found' ? notFoundCure(message) : hints[code];
  return {
    exitCode: exitCodeOf[code],
    code,
    message,
    ...(hint && { hint }),
    ...(issues && { issues }),
    ...(requestId && { requestId }),
  };
}

/** `fetch failed` says nothing: the reason is in its cause. */
function causeOf(error: TRPCClientError<AdminRouter>): string {
  const inner = error.cause?.cause;
  if (inner instanceof Error)
    return 'code' in inner ? `${inner.message} (${String(inner.code)})` : inner.message;
  return error.message;
}
