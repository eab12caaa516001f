import type { EngineClient } from '../../../contract/index.ts';
import type { Http } from '../../../http/index.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { readConverseAnswer } from './read-converse-answer.ts';
import type { V12Settings } from './settings.ts';
import { toAnswer, toRequest } from './translate.ts';

/**
 * The Converse API (contracts/botpress.md §1e). It collects answers per user, so each of our conversations is a user of its own
 * there and has one request under way: a lane is worked by one worker, and within a process requests wait for each other.
 */
export function createClient(
  context: { http: Http; oneAtATime: OneAtATime },
  settings: V12Settings,
): EngineClient {
  const { endpointUrl, botId, token, messageLengthMax, timeoutMs } = settings;
  const converse = `${endpointUrl}/api/v1/bots/${encodeURIComponent(botId)}/converse`;
  const { host, pathname } = new URL(converse);
  const label = `${host}: POST ${pathname}`;
  return {
    afterUnknown: 'give-up',
    transcript: null,
    tellHandoffEnded: null,
    forget: null,
    open: async () => {},

    async send(turn, guard) {
      const user = `${converse}/${encodeURIComponent(turn.conversation.conversationId)}`;
      const response = await context.oneAtATime(user, () =>
        context.http.request({
          method: 'POST',
          url: token === undefined ? user : `${user}/secured`,
          ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
          json: toRequest(turn, messageLengthMax),
          timeoutMs,
          write: true,
          guard,
        }),
      );
      return { takenAtMs: null, replies: [toAnswer(readConverseAnswer(response, label), endpointUrl)] };
    },
  };
}
