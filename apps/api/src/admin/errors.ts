import { AppError, type ErrorCode, type Issue } from '@tandem/schemas';
import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';
import { issuesOf } from './issues.ts';

/** What an admin caller is told of a failure (product page §5.3). */
export interface Failure {
  code: ErrorCode;
  message: string;
  issues?: Issue[];
  /** Whole seconds; answered as `Retry-After`. */
  retryAfterS?: number;
}

export const statusByCode = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  payload_too_large: 413,
  unprocessable: 422,
  too_many_requests: 429,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

const trpcCodes = {
  bad_request: 'BAD_REQUEST',
  unauthorized: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  payload_too_large: 'PAYLOAD_TOO_LARGE',
  unprocessable: 'UNPROCESSABLE_CONTENT',
  too_many_requests: 'TOO_MANY_REQUESTS',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorCode, TRPCError['code']>;

/** The same failure under the name tRPC has for it. */
export function toTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: trpcCodes[error.code], message: error.public, cause: error });
}

const internal: Failure = {
  code: 'internal',
  message: 'Something broke on our side. Try again; if it stays, give the requestId to the operator.',
};

/** The public side of anything a procedure throws: fixed words for what is not meant for the caller. */
export function failureOf(thrown: unknown): Failure {
  const error = thrown instanceof TRPCError && thrown.cause instanceof AppError ? thrown.cause : thrown;
  if (error instanceof AppError) return ofAppError(error);
  if (error instanceof TRPCError) return ofTrpcError(error);
  return internal;
}

function ofAppError({ code, public: message, issues, retryAfterS }: AppError): Failure {
  if (code === 'internal') return internal;
  return { code, message, ...(issues && { issues }), ...(retryAfterS !== undefined && { retryAfterS }) };
}

function ofTrpcError(error: TRPCError): Failure {
  switch (error.code) {
    case 'BAD_REQUEST':
      if (!(error.cause instanceof ZodError)) return { code: 'bad_request', message: error.message };
      return {
        code: 'bad_request',
        message: 'The input is not what this call takes.',
        issues: issuesOf(error.cause),
      };
    case 'PARSE_ERROR':
    case 'UNSUPPORTED_MEDIA_TYPE':
      return { code: 'bad_request', message: 'The body is not JSON.' };
    case 'METHOD_NOT_SUPPORTED':
      return { code: 'bad_request', message: 'This procedure is called with another HTTP method.' };
    case 'NOT_FOUND':
      return { code: 'not_found', message: 'There is no such procedure.' };
    case 'PAYLOAD_TOO_LARGE':
      return { code: 'payload_too_large', message: 'The body is too large.' };
    default:
      return internal;
  }
}
