import type { z } from 'zod';
import { UpstreamError, type UpstreamErrorKind } from '../../contract/index.ts';
import { type HttpResponse, readRetryAfterMs } from '../../http/index.ts';
import { isFields } from './fields.ts';

export interface AnswerExpectation<Schema extends z.ZodType> {
  /** What was asked for, for messages: host, method and path. */
  label: string;
  schema: Schema;
  /** What a failure of theirs means: `failed` where a repetition does no harm, `unknown-outcome` where it may. */
  serverError: 'failed' | 'unknown-outcome';
}

/**
 * Reads an answer of Botpress's cloud, or throws what it means. Errors may come with HTTP 200 and a `code` of 400 or
 * more (contracts/botpress.md §1a); the table of §5 there says what each is.
 */
export function readAnswer<Schema extends z.ZodType>(
  response: HttpResponse,
  expectation: AnswerExpectation<Schema>,
): z.output<Schema> {
  const { status, type } = outcomeOf(response);
  const kind = kindOf(status, type, expectation.serverError);
  const answer = kind === null ? expectation.schema.safeParse(response.json) : null;
  if (answer?.success) return answer.data;

  const retryAfterMs = readRetryAfterMs(response);
  // An unreadable answer to a send does not undo the send.
  const unreadable = expectation.serverError === 'unknown-outcome' ? 'unknown-outcome' : 'malformed';
  throw new UpstreamError(
    kind ?? unreadable,
    `${expectation.label}: ${status}${type === null ? '' : ` ${type}`}`,
    {
      status,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
    },
  );
}

function outcomeOf(response: HttpResponse): { status: number; type: string | null } {
  const { status, json } = response;
  if (!isFields(json)) return { status, type: null };
  const type = typeof json.type === 'string' ? json.type.slice(0, 60) : null;
  const isError = typeof json.code === 'number' && json.code >= 400 && json.code < 600;
  return isError && status < 400 ? { status: Math.trunc(Number(json.code)), type } : { status, type };
}

/** Null for success. */
function kindOf(
  status: number,
  type: string | null,
  serverError: 'failed' | 'unknown-outcome',
): UpstreamErrorKind | null {
  if (status >= 200 && status < 300) return null;
  // A plan or quota that is used up is like a refused key: it takes a person and not time.
  if (status === 401 || status === 402 || type === 'QuotaExceeded') return 'unauthorized';
  if (status === 429) return 'rate-limited';
  // Neither was carried out.
  if (status === 408 || type === 'ResourceLockedConflict') return 'failed';
  if (status >= 500) return serverError;
  return status < 400 ? 'malformed' : 'rejected';
}
