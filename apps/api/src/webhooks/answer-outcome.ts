import type { WebhookOutcome } from '@tandem/core/intake';
import type { ErrorCode } from '@tandem/schemas';

/** What the sender of a webhook is told. */
export interface Answer {
  status: 200 | 400 | 401 | 404 | 413 | 429 | 500;
  body: object;
  headers?: Record<string, string>;
}

type Answers = {
  [Status in WebhookOutcome['status']]: (
    outcome: Extract<WebhookOutcome, { status: Status }>,
    requestId: string,
  ) => Answer;
};

const unauthorizedWords = {
  missing:
    'send a signature or token of this connection (x-chatwoot-signature, x-bp-signature, x-secret-key or x-webhook-token)',
  stale: 'the timestamp is more than 300 seconds from now: check the clocks of both machines',
  mismatch: 'the proof does not match the secret of this connection: compare the secrets on both sides',
};

/** Each outcome of a webhook and what its sender is told (product page §5.3). */
const answers = {
  accepted: ({ id }) => ok({ status: 'accepted', id }),
  duplicate: ({ id }) => ok({ status: 'duplicate', id }),
  ignored: ({ reason }) => ok({ status: 'ignored', reason }),
  unauthorized: ({ reason }, requestId) =>
    refuse(401, errorBody('unauthorized', unauthorizedWords[reason], requestId)),
  // Chatwoot sends a bot's webhook again after 429 and 500 alone (contracts/chatwoot.md §6).
  'not-yet': (_outcome, requestId) =>
    refuse(500, errorBody('internal', 'the secret is being replaced: send it again', requestId)),
  malformed: ({ issues }, requestId) => {
    const body = errorBody('bad_request', 'the body is not one that this route takes', requestId);
    return refuse(400, { error: { ...body.error, issues } });
  },
  'not-found': ({ reason }, requestId) => refuse(404, errorBody('not_found', reason, requestId)),
  limited: ({ retryAfterS }, requestId) =>
    later('this inbox or tenant is over its limit: send it again later', retryAfterS, requestId),
} satisfies Answers;

/** The HTTP answer to one outcome. */
export function answerOutcome(outcome: WebhookOutcome, requestId: string): Answer {
  // TypeScript does not connect the key of a union with its member; the table above is checked for each.
  const answer = answers[outcome.status] as (outcome: WebhookOutcome, requestId: string) => Answer;
  return answer(outcome, requestId);
}

const noRoomRetryAfterS = 5;

/** There is no memory for another large body. */
export const noRoom = (requestId: string): Answer =>
  later('too many large bodies are coming at once: send it again later', noRoomRetryAfterS, requestId);

export const errorBody = (code: ErrorCode, message: string, requestId: string) => ({
  error: { code, message, requestId },
});

function later(message: string, retryAfterS: number, requestId: string): Answer {
  const body = errorBody('too_many_requests', message, requestId);
  return { ...refuse(429, body), headers: { 'retry-after': String(retryAfterS) } };
}

const ok = (body: object): Answer => ({ status: 200, body });
const refuse = (status: Exclude<Answer['status'], 200>, body: object): Answer => ({ status, body });
