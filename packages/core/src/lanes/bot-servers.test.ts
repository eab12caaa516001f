import {
  createFakeChatApi,
  createFakeGeneric,
  createFakeMessagingApi,
  createFakeV12,
  type Fault,
  scripts,
} from '@tandem/integrations/fakes';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { afterEach, describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A conversation carried to a fake bot server over HTTP, whose webhooks come back through the real webhook path. */
const open = {
  async chat_api() {
    const outbox: unknown[] = [];
    const bot = { webhookId: 'bot', encryptionKey: 'key', webhookUrl: 'http://tandem.test/hook' };
    const fake = createFakeChatApi({
      bots: [bot],
      poster: posterTo(outbox),
      now: () => stage.clock.now().getTime(),
    });
    const settings = { ...bot, chatUrl: await listen(fake) };
    const stage: LaneStage = await openStage('chat_api', { settings, settled: fake.settled, outbox });
    return { stage, fake };
  },
  async messaging_api() {
    const outbox: unknown[] = [];
    const bot = { webhookId: 'bot', token: 'pat', responseEndpointURL: 'http://tandem.test/hook' };
    const fake = createFakeMessagingApi({ bots: [bot], poster: posterTo(outbox) });
    const settings = { ...bot, endpointUrl: await listen(fake) };
    return { stage: await openStage('messaging_api', { settings, settled: fake.settled, outbox }), fake };
  },
  async generic() {
    const bot = { botId: 'bot', secrets: ['secret'] };
    const fake = createFakeGeneric({ bots: [bot] });
    const settings = { endpointUrl: `${await listen(fake)}/bot`, webhookSecrets: bot.secrets };
    return { stage: await openStage('generic', { settings, settled: fake.settled, outbox: [] }), fake };
  },
  async v12() {
    const fake = createFakeV12({ bots: [{ botId: 'bot' }] });
    const settings = { endpointUrl: await listen(fake), botId: 'bot' };
    return { stage: await openStage('v12', { settings, settled: fake.settled, outbox: [] }), fake };
  },
};

async function openStage(
  dialect: keyof typeof open,
  { outbox, ...server }: { settings: Record<string, unknown>; settled(): Promise<void>; outbox: unknown[] },
): Promise<LaneStage> {
  const settled = async () => {
    await server.settled();
    stage.engine.outbox.push(...outbox.splice(0));
  };
  const stage = await stages.open({ dialect, server: { ...server, settled } });
  return stage;
}

const posterTo = (outbox: unknown[]) => ({
  post: async ({ body }: { body: string }) => {
    outbox.push(JSON.parse(body));
    return 200;
  },
  close: () => Promise.resolve(),
});

async function listen(fake: { listen(): Promise<{ url: string }>; close(): Promise<void> }): Promise<string> {
  closers.push(() => fake.close());
  return (await fake.listen()).url;
}

const dialects = ['chat_api', 'messaging_api', 'generic', 'v12'] as const;
const cut: Fault = {
  direction: 'request',
  name: 'cut-after-store',
  rate: 1,
  times: 1,
  only: ['message.create'],
};

describe.each(dialects)('over %s to a bot server', (dialect) => {
  it('a customer’s messages are each answered once, in order', async () => {
    const { stage, fake } = await open[dialect]();
    const ends = [];
    for (const text of ['Where is my order?', 'And when?']) {
      const message = await stage.customerWrites(text);
      await stage.settle();
      ends.push(await stage.endOf(message));
    }
    expect(stage.channel.texts).toEqual(['You said: Where is my order?', 'You said: And when?']);
    expect(ends).toEqual([visible, visible]);
    expect(fake.counters().messages).toEqual({ customer: 2, bot: 2 });
  });

  it('choices and cards reach the customer, and a picked option goes back as its value', async () => {
    const { stage, fake } = await open[dialect]();
    fake.setScript('bot', (heard) =>
      heard.count === 1 ? scripts.choice('Which plan?', ['Basic'])(heard) : scripts.card()(heard),
    );
    await stage.customerWrites('plans', { channel: 'Channel::WebWidget' });
    await stage.settle();
    await stage.customerChooses('basic', { channel: 'Channel::WebWidget' });
    await stage.settle();
    expect(stage.channel.shown.map(({ content }) => content)).toMatchObject([
      { type: 'choice', text: 'Which plan?', options: [{ title: 'Basic', value: 'basic' }] },
      { type: 'cards', cards: [{ title: 'Trail shoe', actions: [{ type: 'link' }] }] },
      { type: 'choice', options: [{ value: 'buy:1' }] },
    ]);
  });

  it('a request for a human opens the conversation', async () => {
    const { stage, fake } = await open[dialect]();
    fake.setScript('bot', scripts.handoffInMetadata('One moment.', 'customer_request'));
    await stage.customerWrites('a human please');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['One moment.']);
    expect(stage.channel.statuses).toEqual(['open']);
    expect((await stage.session()).ownerReason).toBe('the bot asked for a human: customer_request');
  });

  it('a send that was cut after it was stored is never heard twice', async () => {
    const { stage, fake } = await open[dialect]();
    fake.faults.set(cut);
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(fake.counters().messages).toEqual({ customer: 1, bot: 1 });
    const isLost = dialect === 'v12';
    expect(stage.channel.texts).toEqual([isLost ? stage.view.config.fallbackMessage : 'You said: hi']);
    if (isLost) expect(await stage.endOf(message)).toMatch(/^dead: unknown-outcome/);
    else expect(await stage.endOf(message)).toBe(visible);
  });
});

describe.each(['chat_api', 'messaging_api'] as const)('over %s, whose replies come by webhook', (dialect) => {
  it('a reply that comes twice is shown once', async () => {
    const { stage, fake } = await open[dialect]();
    fake.faults.set({ direction: 'webhook', name: 'duplicate', rate: 1 });
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(fake.counters().webhooks.delivered).toBeGreaterThan(1);
    expect(stage.channel.texts).toEqual(['You said: hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('a reply that never comes is read back where it can be; else the customer is told and a human has it', async () => {
    const { stage, fake } = await open[dialect]();
    fake.faults.set({ direction: 'webhook', name: 'drop', rate: 1 });
    const message = await stage.customerWrites('hi');
    await stage.settle();
    const isRead = dialect === 'chat_api';
    expect(stage.channel.texts).toEqual([isRead ? 'You said: hi' : stage.view.config.fallbackMessage]);
    expect((await stage.session()).owner).toBe(isRead ? 'bot' : 'human');
    if (isRead) expect(await stage.endOf(message)).toBe(visible);
    else expect(await stage.endOf(message)).toBe('dead: the bot gave no reply before the deadline');
  });
});

describe('over v12 to a bot server', () => {
  it('a bot that says nothing is a fallback and no failure', async () => {
    const { stage, fake } = await open.v12();
    fake.setScript('bot', scripts.silent());
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(await stage.endOf(message)).toMatch(/^silent: /);
    expect((await stage.session()).owner).toBe('bot');
  });

  it('a server that times out has the turn heard once, and the customer told', async () => {
    const { stage, fake } = await open.v12();
    fake.setBot({ botId: 'bot', timeoutMs: 20, script: scripts.crash() });
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(await stage.endOf(message)).toMatch(/^dead: unknown-outcome: .*timed out/);
    expect(fake.counters().messages.customer).toBe(1);
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
  });
});

describe('over chat_api to a bot server', () => {
  it('a conversation that another user owns there is replaced by a new one', async () => {
    const { stage, fake } = await open.chat_api();
    await stage.customerWrites('one');
    await stage.settle();
    const first = await stage.session();
    // A contact merge in Chatwoot, or a bot whose users were deleted: the conversation is somebody else's now.
    fake.giveAway(first.engineConversationId, 'somebody-else');
    const message = await stage.customerWrites('two');
    await stage.settle();
    expect(await stage.endOf(message)).toBe(visible);
    expect(stage.channel.texts).toEqual(['You said: one', 'You said: two']);
    const { engineConversationId, engineUserId, engineGeneration } = await stage.session();
    expect(engineConversationId).not.toBe(first.engineConversationId);
    expect([engineUserId, engineGeneration]).toEqual([first.engineUserId, 2]);
  });

  it('a streamed answer and our own echo are said once', async () => {
    const { stage, fake } = await open.chat_api();
    const message = await stage.customerWrites('hi');
    await stage.settle();
    const { engineConversationId: conversationId } = await stage.session();
    const said = fake.transcript(conversationId).find(({ isBot }) => isBot);
    const stream = { streamId: 's', id: said?.id, conversationId };
    const complete = await stage.engineWebhook({ type: 'message_stream_complete', data: stream });
    const data = { ...said, conversationId, createdAt: '2026-08-19T10:00:00.000Z' };
    const twin = await stage.engineWebhook({ type: 'message_created', data });
    await stage.settle();
    expect([complete.status, twin.status]).toEqual(['ignored', 'duplicate']);
    expect(stage.channel.texts).toEqual(['You said: hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });
});
