import { describe, expect, it } from 'vitest';
import { scripts } from '../../fake/bot-script.ts';
import type { Fields } from '../../fields.ts';
import { startFake } from './start-fake.ts';

describe('the signals of the fake Chat API', () => {
  it('reflects a message before it acknowledges it, and may have answered by then', async () => {
    let acknowledge = () => {};
    const held = new Promise<number>((resolve) => {
      acknowledge = () => resolve(200);
    });
    const { webhooks, open, say } = startFake({}, () => held);
    await open();
    let isTaken = false;
    const taking = say('Hi').then((taken) => {
      isTaken = true;
      return taken;
    });
    await until(() => webhooks.length === 2);
    expect(webhooks.map(({ data }) => data.isBot).sort()).toEqual([false, true]);
    expect(isTaken).toBe(false);
    acknowledge();
    expect(await taking).toMatchObject({ status: 201, body: { message: { userId: 'u1' } } });
  });

  it('posts to the configured URL with a slash behind it and the plain secret', async () => {
    const { fake, webhooks, open, say } = startFake();
    await open();
    await say('Hi');
    await fake.settled();
    const reply = webhooks.find(({ data }) => data.isBot === true);
    expect(reply?.webhook).toMatchObject({
      url: 'http://tandem.test/hook/key/',
      headers: { 'x-secret-key': 'shh' },
    });
    expect(reply).toMatchObject({
      type: 'message_created',
      data: { conversationId: 'c1', payload: { type: 'text', text: 'You said: Hi' } },
    });
  });

  it('never repeats a webhook that is refused or not answered', async () => {
    const answers = [500, null];
    const { fake, webhooks, open, say } = startFake(
      {},
      () => answers.shift() ?? Promise.reject(new Error('refused')),
    );
    await open();
    await say('Hi');
    await fake.settled();
    expect(webhooks).toHaveLength(2);
    expect(fake.counters()).toMatchObject({
      messages: { customer: 1, bot: 1 },
      webhooks: { delivered: 0, refused: 1, failed: 1 },
    });
  });

  it('sends a bot’s event without an id and under the bot’s own name', async () => {
    const { fake, webhooks, open, say } = startFake();
    fake.setScript('bot-1', scripts.askForHuman({ reason: 'customer_request' }));
    await open();
    await say('Human!');
    await fake.settled();
    expect(webhooks.find(({ type }) => type === 'event_created')?.data).toMatchObject({
      id: null,
      isBot: true,
      userId: expect.stringMatching(/^user_/),
      payload: { type: 'handoff', reason: 'customer_request' },
    });
  });

  it('lets replies overtake each other, doubles and loses them, as its knobs say', async () => {
    const { fake, webhooks, open, say } = startFake();
    fake.setScript('bot-1', scripts.replies(3));
    const only = ['message_created'];
    const said = () => webhooks.splice(0).flatMap(({ data }) => (data.isBot === true ? [textOf(data)] : []));
    await open();

    fake.faults.set({ direction: 'webhook', name: 'reorder', rate: 1, times: 1, only });
    await say('a');
    await fake.settled();
    expect(said()).toEqual(['2 of 3: a', '1 of 3: a', '3 of 3: a']);

    fake.faults.set({ direction: 'webhook', name: 'duplicate', rate: 1, times: 1, only });
    await say('b');
    await fake.settled();
    expect(said().sort()).toEqual(['1 of 3: b', '1 of 3: b', '2 of 3: b', '3 of 3: b']);

    fake.faults.set({ direction: 'webhook', name: 'drop', rate: 1, times: 2, only });
    await say('c');
    await fake.settled();
    expect(said()).toEqual(['3 of 3: c']);
    expect(fake.transcript('c1')).toHaveLength(12);
  });

  it('stores what was cut, at once or late, and nothing that was dropped', async () => {
    const { fake, open, say } = startFake();
    await open();
    const heard = () => fake.transcript('c1').filter(({ isBot }) => !isBot).length;
    const strike = (name: 'drop' | 'cut-after-store' | 'store-late') =>
      fake.faults.set({ direction: 'request', name, rate: 1, times: 1, delayMs: 5 });
    strike('drop');
    await expect(say('1')).rejects.toThrow();
    expect(heard()).toBe(0);
    strike('cut-after-store');
    await expect(say('2')).rejects.toThrow();
    expect(heard()).toBe(1);
    strike('store-late');
    await expect(say('3')).rejects.toThrow();
    await until(() => heard() === 2);
  });

  it('acts at the script’s pace', async () => {
    const { fake, webhooks, open, say } = startFake();
    fake.setScript(
      'bot-1',
      scripts.byFirstWords({ later: scripts.delayed(20, scripts.quote()) }, scripts.crash()),
    );
    await open();
    await say('Later, please');
    expect(webhooks).toHaveLength(1);
    await say('Fail, please');
    await fake.settled();
    expect(webhooks.map(({ data }) => data.isBot)).toEqual([false, false, true]);
  });

  it('tells those who watch', async () => {
    const { fake, open, say } = startFake();
    const seen: string[] = [];
    const stop = fake.observe((event) => seen.push(event.kind));
    await open();
    await say('Hi');
    await fake.settled();
    stop();
    await say('again');
    expect(seen.sort()).toEqual(['message', 'message', 'webhook', 'webhook']);
  });
});

function textOf({ payload }: Fields): unknown {
  return typeof payload === 'object' && payload !== null && 'text' in payload ? payload.text : undefined;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
