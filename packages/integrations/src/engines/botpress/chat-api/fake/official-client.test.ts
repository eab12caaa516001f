import * as chat from '@botpress/chat';
import { afterEach, describe, expect, it } from 'vitest';
import { scripts } from '../../fake/bot-script.ts';
import { createFakeChatApi, type FakeChatApiOptions } from './index.ts';

const encryptionKey = 'official-encryption-key';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(options: FakeChatApiOptions = {}) {
  const fake = createFakeChatApi({
    bots: [{ webhookId: 'open' }, { webhookId: 'mine', encryptionKey }],
    ...options,
  });
  closers.push(() => fake.close());
  const { url } = await fake.listen();
  return { fake, open: { apiUrl: `${url}/open` }, mine: { apiUrl: `${url}/mine`, encryptionKey } };
}

const text = (words: string) => ({ type: 'text' as const, text: words });

/** The same promises are kept for Tandem's own client by the conformance suite. */
describe('Botpress’s own chat client', () => {
  it('connects, says something and finds the answer', async () => {
    const { fake, open } = await serve();
    const client = await chat.Client.connect(open);
    const { conversation } = await client.createConversation({});
    await client.createMessage({ conversationId: conversation.id, payload: text('Hello') });
    await fake.settled();
    const { messages } = await client.listMessages({ conversationId: conversation.id });
    expect(messages.map(({ userId, payload }) => [userId === client.user.id, payload])).toEqual([
      [false, text('You said: Hello')],
      [true, text('Hello')],
    ]);
  });

  it('hears the answer as it comes', async () => {
    const { open } = await serve();
    const client = await chat.Client.connect(open);
    const { conversation } = await client.createConversation({ id: 't42-cw9876' });
    const listener = await client.listenConversation({ id: conversation.id });
    const answer = new Promise<unknown>((resolve) => {
      listener.on('message_created', (message) => {
        if (message.userId !== client.user.id) resolve(message.payload);
      });
    });
    await client.createMessage({ conversationId: conversation.id, payload: text('Hello') });
    expect(await answer).toEqual(text('You said: Hello'));
    await listener.disconnect();
  });

  it('acts as users of our choosing with a key that it signs itself', async () => {
    const { mine } = await serve();
    const client = await chat.Client.connect({ ...mine, userId: 't42-c55' });
    expect(client.user.id).toBe('t42-c55');
    const again = await client.getOrCreateConversation({ id: 't42-cw1' });
    expect((await client.getOrCreateConversation({ id: 't42-cw1' })).conversation).toEqual(
      again.conversation,
    );
    const other = await chat.Client.connect({ ...mine, userId: 't42-c56' });
    const refused = await other.getOrCreateConversation({ id: 't42-cw1' }).catch((error: unknown) => error);
    expect(chat.isApiError(refused) && [refused.code, refused.type]).toEqual([403, 'Forbidden']);
  });

  it('is refused without the key of a personal bot', async () => {
    const { mine } = await serve();
    await expect(chat.Client.connect({ apiUrl: mine.apiUrl })).rejects.toMatchObject({ code: 401 });
  });

  it('lists page by page', async () => {
    const { fake, open } = await serve({ pageSize: 2 });
    fake.setScript('open', scripts.replies(4));
    const client = await chat.Client.connect(open);
    const { conversation } = await client.createConversation({});
    await client.createMessage({ conversationId: conversation.id, payload: text('Go') });
    await fake.settled();
    const all = await client.list.messages({ conversationId: conversation.id }).collect();
    expect(all).toHaveLength(5);
  });

  it('tells that a handoff ended', async () => {
    const { open } = await serve();
    const client = await chat.Client.connect(open);
    const { conversation } = await client.createConversation({});
    const payload = { type: 'handoff_ended' };
    const { event } = await client.createEvent({ conversationId: conversation.id, payload });
    expect(event.payload).toEqual(payload);
  });
});
