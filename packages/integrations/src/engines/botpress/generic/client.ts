import { type EngineClient, type EngineReply, UpstreamError } from '../../../contract/index.ts';
import { encodeJson } from '../../../http/encode-json.ts';
import { expectOk, type Http, type HttpResponse } from '../../../http/index.ts';
import { signBody } from '../../../proof/sign-body.ts';
import { isFields } from '../fields.ts';
import type { GenericSettings } from './settings.ts';
import { type GenericRequest, toReply, toRequest } from './translate.ts';
import { zAnswer } from './wire.ts';

/**
 * Posts turns to a bot server. There is nothing to open and nothing to read back; `messageId` is the turn's id and
 * stays the same over attempts, so that the server can tell a repetition.
 */
export function createClient(
  context: { http: Http; nowMs: () => number },
  settings: GenericSettings,
): EngineClient {
  const { host, pathname } = new URL(settings.endpointUrl);
  const label = `${host}: POST ${pathname}`;
  const [secret] = settings.webhookSecrets;
  return {
    open: async () => {},

    async send(turn, guard) {
      const request = toRequest(turn);
      const body = encodeJson(request);
      const timestamp = String(Math.floor(context.nowMs() / 1_000));
      const response = await context.http.request({
        method: 'POST',
        url: settings.endpointUrl,
        // The same text goes out: the client's JSON is made by `encodeJson`, too.
        json: request,
        headers: { 'x-bp-timestamp': timestamp, 'x-bp-signature': signBody({ secret, timestamp, body }) },
        timeoutMs: settings.timeoutMs,
        write: true,
        guard,
      });
      return {
        takenAtMs: null,
        replies: readReplies(expectOk(response, { label, serverError: 'failed' }), request, label),
      };
    },

    transcript: null,
    afterUnknown: 'repeat',
    tellHandoffEnded: null,
    forget: null,
  };
}

/** Null where the answer holds no responses: they come by webhook. */
function readReplies(response: HttpResponse, request: GenericRequest, label: string): EngineReply[] | null {
  if (!isFields(response.json) || !Object.hasOwn(response.json, 'responses')) return null;
  const answer = zAnswer.safeParse(response.json);
  const { status } = response;
  if (!answer.success)
    throw new UpstreamError('malformed', `${label}: not an answer of the generic dialect`, { status });
  const { sessionId } = answer.data;
  const isOurs =
    sessionId == null || sessionId === request.sessionId || sessionId === request.tandemSessionId;
  if (!isOurs) throw new UpstreamError('malformed', `${label}: the answer names another session`, { status });
  return [toReply(answer.data)];
}
