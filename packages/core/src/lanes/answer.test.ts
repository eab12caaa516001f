import { engineDialects } from '@tandem/integrations/contract';
import { failure } from '@tandem/testkit/call-script';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';
const isLate = async (
  stage: Awaited<ReturnType<typeof stages.open>>,
  outcome: Parameters<typeof stage.trail>[0],
) => {
  const { row } = (await stage.trail(outcome)).subject;
  return 'late' in row && row.late === 1;
};

describe('a customer’s message', () => {
  it.each(engineDialects)('is answered once and has one end (%s)', async (dialect) => {
    const stage = await stages.open({ dialect });
    const message = await stage.customerWrites('I need a demo tomorrow');
    await stage.settle();
    expect(stage.engine.heard).toEqual(['I need a demo tomorrow']);
    expect(stage.channel.texts).toEqual(['re: I need a demo tomorrow']);
    expect(await stage.endOf(message)).toBe(visible);
    expect(await stage.turns()).toEqual([]);
    expect((await stage.session()).owner).toBe('bot');
  });

  it('that comes twice is answered once', async () => {
    const stage = await stages.open();
    const [first, again] = [
      await stage.customerWrites('hi', { id: 5 }),
      await stage.customerWrites('hi', { id: 5 }),
    ];
    await stage.settle();
    expect([first.status, again.status]).toEqual(['accepted', 'duplicate']);
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.customerWrites('hi', { id: 5 })).toMatchObject({ status: 'duplicate' });
    await stage.settle();
    expect(stage.engine.heard).toEqual(['hi']);
  });

  it('is told apart from the next one once the bot has it: both are answered, in order', async () => {
    const stage = await stages.open();
    const ends = [];
    for (const text of ['one', 'two', 'three']) {
      const message = await stage.customerWrites(text);
      await stage.settle();
      ends.push(await stage.endOf(message));
    }
    expect(stage.channel.texts).toEqual(['re: one', 're: two', 're: three']);
    expect(ends).toEqual([visible, visible, visible]);
    expect(new Set(stage.engine.taken.map(({ turn }) => turn.conversation.conversationId)).size).toBe(1);
    expect(stage.engine.opened).toHaveLength(1);
  });

  it('that the bot chooses not to answer is silent', async () => {
    const stage = await stages.open({ dialect: 'generic' });
    stage.engine.says = () => [{}];
    const message = await stage.customerWrites('hm');
    await stage.settle();
    expect(stage.channel.shown).toEqual([]);
    expect(await stage.endOf(message)).toBe('silent: the bot chose to say nothing');
    stage.engine.says = () => [];
    const next = await stage.customerWrites('hm?');
    await stage.settle();
    expect(await stage.endOf(next)).toBe('silent: the bot chose to say nothing');
    expect(stage.channel.typing).toBe(false);
  });
});

describe('a burst', () => {
  it('becomes one turn in the order of Chatwoot’s ids, however its webhooks arrived', async () => {
    const stage = await stages.open();
    const messages = [];
    for (const [id, text] of [
      [12, 'b'],
      [11, 'a'],
      [13, 'c'],
    ] as const)
      messages.push(await stage.customerWrites(text, { id }));
    await stage.settle();
    expect(stage.engine.heard).toEqual(['a\nb\nc']);
    expect(stage.channel.texts).toHaveLength(1);
    for (const message of messages) expect(await stage.endOf(message)).toBe(visible);
  });

  it('keeps that order at every further attempt', async () => {
    const stage = await stages.open();
    stage.engine.sends.next(failure('failed'), failure('unreachable'));
    for (const [id, text] of [
      [12, 'b'],
      [11, 'a'],
      [13, 'c'],
    ] as const)
      await stage.customerWrites(text, { id });
    await stage.settle();
    expect(stage.engine.heard).toEqual(['a\nb\nc']);
  });

  it('waits for its end, but not for ever', async () => {
    const stage = await stages.open({ config: { settleMs: 2_000, settleMaxMs: 5_000 } });
    const { clock } = stage;
    const startedAt = clock.now().getTime();
    for (let n = 1; n <= 4; n += 1) {
      await stage.customerWrites(`${n}`);
      await stage.settle(new Date(clock.now().getTime() + 1_500));
      clock.set(new Date(startedAt + n * 1_500));
    }
    await stage.settle();
    expect(stage.engine.heard).toEqual(['1\n2\n3\n4']);
    expect(stage.engine.taken[0]?.takenAtMs).toBeLessThanOrEqual(startedAt + 6_000);
  });

  it('goes on in further turns when it is more than 20 messages, none lost', async () => {
    const stage = await stages.open();
    for (let id = 1; id <= 75; id += 1) await stage.customerWrites(`${id}`, { id });
    await stage.settle();
    expect(stage.engine.heard.map((text) => text.split('\n').length)).toEqual([20, 20, 20, 15]);
    expect(stage.engine.heard.join('\n')).toBe(Array.from({ length: 75 }, (_, n) => `${n + 1}`).join('\n'));
  });

  it('is cut by a choice, which is a turn of its own', async () => {
    const stage = await stages.open();
    await stage.customerWrites('before', { id: 21 });
    await stage.customerChooses('slot_am', { id: 5 });
    await stage.customerWrites('after', { id: 22 });
    await stage.settle();
    expect(stage.engine.heard).toEqual(['before', 'slot_am', 'after']);
    expect(stage.engine.taken[1]?.turn.message.choice).toEqual({ title: 'slot_am', value: 'slot_am' });
    expect(stage.channel.texts).toEqual(['re: before', 're: slot_am', 're: after']);
  });
});

describe('a message with a lower id than one the bot has', () => {
  it('goes next, marked late, and is not dropped', async () => {
    const stage = await stages.open();
    const first = await stage.customerWrites('second', { id: 31 });
    await stage.settle();
    const late = await stage.customerWrites('first', { id: 30 });
    await stage.settle();
    expect(stage.engine.heard).toEqual(['second', 'first']);
    expect([await isLate(stage, first), await isLate(stage, late)]).toEqual([false, true]);
    expect(await stage.endOf(late)).toBe(visible);
  });

  it('is marked late also when the bot’s reply was quicker than the answer to our call', async () => {
    const stage = await stages.open();
    stage.engine.beforeAnswer = async () => {
      await stage.deliver();
      stage.clock.advance(300);
      await stage.run('to-channel');
    };
    await stage.customerWrites('second', { id: 31 });
    await stage.settle();
    const late = await stage.customerWrites('first', { id: 30 });
    await stage.settle();
    expect(await isLate(stage, late)).toBe(true);
  });
});

describe('the bot’s messages', () => {
  it('are shown in the order in which it made them, however their webhooks arrived', async () => {
    const stage = await stages.open();
    stage.engine.says = () => ['one', 'two', 'three'];
    await stage.customerWrites('go');
    await stage.settle(new Date(stage.clock.now().getTime() + 1_500));
    stage.engine.outbox.reverse();
    await stage.settle();
    expect(stage.channel.texts).toEqual(['one', 'two', 'three']);
  });

  it('are shown once when webhooks come twice', async () => {
    const stage = await stages.open();
    stage.engine.says = () => ['one', 'two'];
    stage.engine.beforeAnswer = async () => void stage.engine.outbox.push(...stage.engine.outbox);
    await stage.customerWrites('go');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['one', 'two']);
  });

  it('reach the customer also when he asked nothing', async () => {
    const stage = await stages.open();
    await stage.customerWrites('hi');
    await stage.settle();
    stage.engine.say((await stage.session()).engineConversationId, 'by the way');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi', 'by the way']);
  });

  it('may come before the call that asked for them is answered', async () => {
    const stage = await stages.open();
    let shownBefore: string[] = [];
    stage.engine.beforeAnswer = async () => {
      await stage.deliver();
      stage.clock.advance(300);
      await stage.run('to-channel');
      shownBefore = [...stage.channel.texts];
    };
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
    expect(await stage.turns()).toEqual([]);
    expect(shownBefore.length).toBeLessThanOrEqual(1);
  });
});
