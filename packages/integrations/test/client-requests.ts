import type { Card, Content } from '@tandem/schemas';
import { createChatwoot } from '../src/channels/chatwoot/index.ts';
import type { ChannelClient, ChannelMessage } from '../src/contract/index.ts';
import type { HttpAndFiles, HttpRequest } from '../src/http/index.ts';

type Method = Exclude<keyof ChannelClient, 'canRead'>;

const free = () => {};
const conversationId = 9;
const message = (content: Content, isPrivate = false): ChannelMessage => ({
  conversationId,
  content,
  ref: 'ref',
  private: isPrivate,
});
const card: Card = {
  title: 'Tent',
  subtitle: 'For two',
  imageUrl: 'https://x.example/tent.png',
  actions: [{ type: 'link', title: 'See it', url: 'https://x.example/tent' }],
};
const start = { inboxId: 3, contactId: 12, sourceId: 'visitor' };

/** Every call of the client in every shape its requests can take. A method that is missing here does not compile. */
export const calls: Record<Method, (client: ChannelClient) => Promise<unknown>[]> = {
  send: (client) => [
    client.send(message({ type: 'text', text: 'Hello' }), free),
    client.send(message({ type: 'text', text: 'for agents' }, true), free),
    client.send(message({ type: 'choice', text: 'Which?', options: [{ title: 'One', value: '1' }] }), free),
    client.send(message({ type: 'cards', cards: [card] }), free),
    client.send(message({ type: 'location', latitude: 1, longitude: 2 }), free),
    ...(['image', 'audio', 'video', 'file'] as const).map((type) =>
      client.send(message({ type, url: 'https://x.example/a', title: 'Prices' }), free),
    ),
  ],
  setStatus: (client) =>
    (['open', 'pending', 'resolved'] as const).map((status) =>
      client.setStatus({ conversationId, status }, free),
    ),
  setTyping: (client) => [true, false].map((on) => client.setTyping({ conversationId, on }, free)),
  addLabels: (client) => [client.addLabels({ conversationId, labels: ['vip'] }, free)],
  mergeAttributes: (client) => [
    client.mergeAttributes({ conversationId, attributes: { plan: 'gold' } }, free),
  ],
  updateContact: (client) => [
    client.updateContact({ contactId: 12, name: 'Rosa', email: 'rosa@example.com' }, free),
    client.updateContact({ contactId: 12, phoneNumber: '+46701234567', attributes: { a: 1 } }, free),
  ],
  assign: (client) => [
    client.assign({ conversationId, agentId: 1 }, free),
    client.assign({ conversationId, teamId: 1 }, free),
  ],
  setPriority: (client) =>
    (['low', 'medium', 'high', 'urgent', null] as const).map((priority) =>
      client.setPriority({ conversationId, priority }, free),
    ),
  startConversation: (client) => [
    client.startConversation(start, free),
    client.startConversation({ ...start, status: 'open' }, free),
    client.startConversation({ ...start, status: 'pending' }, free),
  ],
  find: (client) =>
    [null, 5].map((afterMessageId) => client.find({ conversationId, ref: 'ref', afterMessageId })),
};

/** All requests of all calls, recorded instead of sent: by a Chatwoot that lets bots do all, and by one that lets admins. */
export async function recordRequests(input: { botMay: boolean }): Promise<HttpRequest[]> {
  const requests: HttpRequest[] = [];
  const refusal = { error: 'Access to this endpoint is not authorized for bots' };
  const http: HttpAndFiles = {
    async request(request) {
      const isRefused = !input.botMay && request.headers?.api_access_token === 'bot-token' && isNew(request);
      if (isRefused) return { status: 401, headers: {}, text: '', json: refusal };
      requests.push(request);
      const json = request.method === 'GET' ? { payload: [], custom_attributes: {} } : { id: 1 };
      return { status: 200, headers: {}, text: '', json };
    },
    download: async ({ url }) => ({
      url,
      bytes: 3,
      headers: { 'content-type': 'image/png' },
      async *chunks() {
        yield Buffer.from('png');
      },
      close: async () => {},
    }),
    close: async () => {},
  };
  const client = createChatwoot({ http, nowMs: () => 0 }).connect({
    baseUrl: 'https://chat.example/',
    accountId: 7,
    botToken: 'bot-token',
    adminToken: 'admin-token',
  });
  for (const call of Object.values(calls)) await Promise.all(call(client));
  return requests;
}

/** What bots may do only since some version (contracts/chatwoot.md §10.1). */
const isNew = ({ method, url }: HttpRequest): boolean =>
  method === 'GET' || /\/(labels|toggle_typing_status|custom_attributes|assignments)$/.test(url);
