import { afterEach } from 'vitest';
import {
  createFakeChatwoot,
  type FakeChatwoot,
  type FakeChatwootOptions,
} from '../src/channels/chatwoot/fake/index.ts';
import type { PostedWebhook } from '../src/channels/chatwoot/fake/post-webhook.ts';
import { readEvent } from '../src/channels/chatwoot/translate.ts';
import { verifyWebhook } from '../src/channels/chatwoot/verify-webhook.ts';
import type { ChannelEvent } from '../src/contract/index.ts';

export const fakes: FakeChatwoot[] = [];
afterEach(async () => {
  for (const fake of fakes.splice(0)) await fake.close();
});

export interface Received {
  url: string;
  body: { event: string; [key: string]: unknown };
  event: ChannelEvent;
  deliveryId: string | undefined;
  isProven: boolean;
}

/** A desk whose webhooks come here, read and verified by the channel itself. */
export function openDesk(options: FakeChatwootOptions & { answer?: (webhook: Received) => number } = {}) {
  const received: Received[] = [];
  const secrets = new Map<string, string>();
  const poster = {
    async post({ url, headers, body }: PostedWebhook) {
      const secret = secrets.get(url) ?? '';
      const request = {
        header: (name: string) => headers[name],
        body: Buffer.from(body),
        receivedAtMs: Date.now(),
      };
      const parsed: Received['body'] = JSON.parse(body);
      const webhook: Received = {
        url,
        body: parsed,
        event: readEvent(parsed),
        deliveryId: headers['x-chatwoot-delivery'],
        isProven: verifyWebhook(request, { secrets: [secret], pathKeyAlone: false }).ok,
      };
      received.push(webhook);
      return options.answer?.(webhook) ?? 200;
    },
    close: async () => {},
  };
  const fake = createFakeChatwoot({ retryDelayMs: 5, poster, ...options });
  fakes.push(fake);
  const account = fake.createAccount({ name: 'Harbor <Lane> & Co', teams: ['sales'] });
  const bot = fake.createBot({ accountId: account.id, outgoingUrl: 'http://bot' });
  secrets.set('http://bot', bot.secret);
  const inbox = fake.createInbox({ accountId: account.id, botId: bot.id });
  const agent = fake.createUser({ accountId: account.id });
  const start = (text = 'Hello') => fake.startConversation({ inboxId: inbox.id, text, locale: 'sv' });
  const events = () => received.map(({ body }) => body.event);
  const acted = () => received.filter(({ event }) => event.kind !== 'ignored').map(({ event }) => event);
  /** One call of the API, in-process. */
  const call = async (path: string, body: unknown, token = bot.token) => {
    const url = `http://fake/api/v1/accounts/${account.id}/conversations${path === '' ? '' : `/${path}`}`;
    const headers = { api_access_token: token, 'content-type': 'application/json' };
    return fake.fetch(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }));
  };
  return { fake, account, bot, inbox, agent, secrets, received, events, acted, start, call };
}
