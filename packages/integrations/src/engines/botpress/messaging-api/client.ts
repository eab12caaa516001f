import type { EngineClient } from '../../../contract/index.ts';
import type { Http } from '../../../http/index.ts';
import { readSendAnswer } from './read-send-answer.ts';
import type { MessagingApiSettings } from './settings.ts';
import { toRequest } from './translate.ts';

/**
 * One call of the Messaging API (contracts/botpress.md §1b). It makes users and conversations itself, cannot be read back and
 * hears a repetition again: after an unknown outcome only the bot's callback can tell.
 */
export function createClient(context: { http: Http }, settings: MessagingApiSettings): EngineClient {
  const url = `${settings.endpointUrl}/${encodeURIComponent(settings.webhookId)}`;
  const label = `${new URL(url).host}: POST /`;
  return {
    afterUnknown: 'wait',
    transcript: null,
    tellHandoffEnded: null,
    forget: null,
    open: async () => {},

    async send(turn, guard) {
      const response = await context.http.request({
        method: 'POST',
        url,
        headers: { authorization: `Bearer ${settings.token}` },
        json: toRequest(turn),
        timeoutMs: settings.timeoutMs,
        write: true,
        guard,
      });
      const { message } = readSendAnswer(response, label);
      return { takenAtMs: message.createdAt, replies: null };
    },
  };
}
