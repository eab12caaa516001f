import type { AdminRouter } from '@tandem/api/router';
import type { ErrorCode, Issue } from '@tandem/schemas';
import { TRPCClientError } from '@trpc/client';
import { exitCodes } from './exit-codes.ts';
import { UsageError } from './usage-error.ts';

/** What went wrong, for people and programs, and how to end. */
export interface Described {
  exitCode: number;
  code: ErrorCode | 'usage' | 'unreachable';
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
  unauthorized: 'Give a valid key: set TANDEM_KEY or use --key.',
  forbidden: 'Use a key of a higher role.',
  not_found: 'Look the id up with the list command of the same group.',
};

export function describeFailure(error: unknown, url: string): Described {
  if (error instanceof UsageError) {
    const { message, issues } = error;
    return { exitCode: exitCodes.usage, code: 'usage', message, ...(issues && { issues }) };
  }
  if (isAnswered(error)) return describeAnswer(error);
  const reason = error instanceof TRPCClientError ? causeOf(error) : String(error);
  return {
    exitCode: exitCodes.failed,
    code: 'unreachable',
    message: `No usable answer from ${url}: ${reason}`,
    hint: 'Is the api running there? Set TANDEM_URL or use --url.',
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
  const hint = hints[code];
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
