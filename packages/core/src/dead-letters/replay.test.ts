import { failure } from '@tandem/testkit/call-script';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { adminOfStage } from '../../test/admin-of-stage.ts';
import { useLaneStages } from '../../test/lane-stages.ts';
import { dropDeadLetter } from './drop-dead-letter.ts';
import { getDeadLetter } from './get-dead-letter.ts';
import { replayDeadLetter } from './replay-dead-letter.ts';
import { settleDeadLetters } from './settle-dead-letters.ts';

const stages = useLaneStages();
const visible = 'answered: the reply is visible to the customer';
const minutes = (count: number) => count * 60_000;

/** A conversation with an administrator who looks at it; without handoff the bot keeps it. */
async function open(
  config: Parameters<typeof stages.open>[0] = { config: { enableHumanHandoff: false, fallbackMessage: '' } },
) {
  const stage = await stages.open(config);
  const admin = adminOfStage(stage, { database: stages.database() });
  const letters = async () => (await stage.scope.deadLetters.page({ limit: 50 })).items;
  const { tenantId } = stage;
  const replay = (id: string, how: { force?: boolean; iKnowItWasNotDelivered?: boolean } = {}) =>
    replayDeadLetter(admin.context, { tenantId, id, force: false, iKnowItWasNotDelivered: false, ...how });
  const get = (id: string) => getDeadLetter(admin.context, { tenantId, id });
  return { stage, ...admin, letters, replay, get };
}

const idOf = (outcome: Awaited<ReturnType<LaneStage['customerWrites']>>): string =>
  'id' in outcome ? outcome.id : '';

/** A message of the customer that the bot could not be given. */
async function unheard(stage: LaneStage, text: string) {
  stage.engine.sends.always(failure('rejected'));
  const message = await stage.customerWrites(text);
  await stage.settle();
  stage.engine.sends.always('ok');
  return message;
}

/** A reply that Chatwoot did not take. */
async function unshown(stage: LaneStage, text: string) {
  stage.channel.sends.always(failure('rejected'));
  const message = await stage.customerWrites(text);
  await stage.settle();
  stage.channel.sends.always('ok');
  return message;
}

describe('a customer’s message that died', () => {
  it('goes to the bot once more and gets its one end', async () => {
    const { stage, letters, replay, get } = await open();
    const message = await unheard(stage, 'hello?');
    expect(await letters()).toMatchObject([{ id: idOf(message), direction: 'to-engine' }]);
    expect((await get(idOf(message))).replay).toMatchObject({ blocked: [], stale: [], isInDoubt: false });
    const { replayedIds } = await replay(idOf(message));
    expect(replayedIds).toEqual([idOf(message)]);
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hello?']);
    expect(await stage.endOf(message)).toBe(visible);
    expect(await letters()).toEqual([]);
    const told = (await get(idOf(message))).trail.steps.map(({ text }) => text);
    expect(told).toContain('After it had died, API key k1 had the message carried once more.');
  });

  it('takes what was merged with it along, in order, and is answered once', async () => {
    const { stage, letters, replay } = await open();
    stage.engine.sends.always(failure('rejected'));
    const burst = [await stage.customerWrites('one')];
    const last = await stage.customerWrites('two');
    burst.push(last);
    await stage.settle();
    stage.engine.sends.always('ok');
    expect(await letters()).toHaveLength(2);
    await replay(idOf(last));
    await stage.settle();
    expect(stage.engine.heard).toEqual(['one\ntwo']);
    expect(await Promise.all(burst.map((message) => stage.endOf(message)))).toEqual([visible, visible]);
  });

  it('and dies again is listed again, with how it died now', async () => {
    const { stage, letters, replay } = await open();
    const message = await unheard(stage, 'hello?');
    await replay(idOf(message));
    stage.engine.sends.always(failure('unauthorized'));
    await stage.settle();
    expect(await letters()).toMatchObject([{ id: idOf(message), state: 'dead', settledBy: null }]);
    expect((await letters())[0]?.reason).toContain('unauthorized');
  });

  it('is queued once by two who replay it at the same time, also while the lane is at work', async () => {
    const { stage, replay } = await open();
    const message = await unheard(stage, 'hello?');
    const next = await stage.customerWrites('and another thing');
    const [lane, ...replays] = await Promise.allSettled([
      stage.run('to-engine'),
      ...Array.from({ length: 4 }, () => replay(idOf(message))),
    ]);
    expect(lane?.status).toBe('fulfilled');
    expect(replays.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await stage.settle();
    const said = stage.engine.heard.join('\n').split('\n').sort();
    expect(said).toEqual(['and another thing', 'hello?']);
    expect(await stage.endOf(message)).toBe(visible);
    expect(await stage.endOf(next)).toBe(visible);
  });

  it('is refused when a newer one was answered, and goes out late when forced', async () => {
    const { stage, replay } = await open();
    const message = await unheard(stage, 'first');
    await stage.customerWrites('second');
    await stage.settle();
    await expect(replay(idOf(message))).rejects.toThrow(/stale: the customer has written again/);
    await replay(idOf(message), { force: true });
    await stage.settle();
    expect(stage.engine.heard).toEqual(['second', 'first']);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('is refused while a human owns, also by force: the bot is silent then', async () => {
    const { stage, replay } = await open({});
    const message = await unheard(stage, 'first');
    expect((await stage.session()).owner).toBe('human');
    await expect(replay(idOf(message), { force: true })).rejects.toThrow(/release it first/);
    const before = stage.channel.texts.length;
    await stage.settle();
    expect(stage.channel.texts).toHaveLength(before);
  });
});

describe('a reply that died', () => {
  it('is sent at its old place, and its message is answered', async () => {
    const { stage, letters, replay } = await open();
    const message = await unshown(stage, 'hello?');
    expect(await stage.endOf(message)).toMatch(/^dead: rejected/);
    const reply = (await letters()).find(({ direction }) => direction === 'to-channel');
    await replay(reply?.id ?? '');
    expect(await letters()).toEqual([]);
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hello?']);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('of an unknown outcome needs the word of who has looked, whatever is forced', async () => {
    const { stage, letters, replay } = await open();
    stage.channel.canRead = false;
    stage.echoesArrive = false;
    stage.channel.sends.next('lost and cut');
    await stage.customerWrites('hello?');
    await stage.settle();
    const reply = (await letters()).find(({ direction }) => direction === 'to-channel');
    await expect(replay(reply?.id ?? '', { force: true })).rejects.toThrow(/iKnowItWasNotDelivered/);
    await replay(reply?.id ?? '', { iKnowItWasNotDelivered: true });
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hello?']);
  });

  it('is too old after replyTtlMinutes', async () => {
    const { stage, letters, replay } = await open();
    await unshown(stage, 'hello?');
    stage.clock.advance(minutes(stage.view.config.replyTtlMinutes + 1));
    const reply = (await letters()).find(({ direction }) => direction === 'to-channel');
    await expect(replay(reply?.id ?? '')).rejects.toThrow(/stale/);
  });

  it('is held back when a human takes over between the replay and the send', async () => {
    const { stage, letters, replay } = await open();
    await unshown(stage, 'hello?');
    const reply = (await letters()).find(({ direction }) => direction === 'to-channel');
    await replay(reply?.id ?? '');
    stage.clock.advance(1);
    await stage.agentWrites();
    await stage.settle();
    expect(stage.channel.texts).toEqual([]);
  });
});

describe('an operator', () => {
  it('drops a letter with why, once, and it is listed no more', async () => {
    const { stage, context, letters, replay, get } = await open();
    const { tenantId } = stage;
    const id = idOf(await unheard(stage, 'hello?'));
    const dropped = await dropDeadLetter(context, { tenantId, id, why: 'called the customer' });
    expect(dropped).toMatchObject({
      state: 'dropped',
      settledBy: 'key:k1',
      settledWhy: 'called the customer',
    });
    expect(await letters()).toEqual([]);
    await expect(dropDeadLetter(context, { tenantId, id })).rejects.toThrow(/dead no longer/);
    await expect(replay(id)).rejects.toThrow(/dropped by key:k1/);
    expect((await get(id)).trail.steps.at(-1)?.text).toContain(
      'gave the message up for good: called the customer',
    );
    const { items } = await stage.scope.audit.list({ limit: 200 });
    expect(items.at(-1)).toMatchObject({
      action: 'dead-letter.drop',
      actor: 'key:k1',
      subject: `message:${id}`,
    });
  });

  it('counts before he replays many, and is told why some are refused', async () => {
    const { stage, context } = await open({
      config: { enableHumanHandoff: false, fallbackMessage: '' },
    });
    const { tenantId } = stage;
    const messages = [await unheard(stage, 'one'), await unheard(stage, 'two')];
    const filter = { tenantId, direction: 'to-engine' as const, limit: 500 };
    const settle = (preview: boolean) =>
      settleDeadLetters(context, { ...filter, preview }, { action: 'replay', force: false });
    const expected = { matched: 2, done: 2, refused: [] };
    expect(await settle(true)).toEqual({ preview: true, ...expected });
    expect(await settle(false)).toEqual({ preview: false, ...expected });
    await stage.settle();
    expect(stage.engine.heard.join('\n')).toBe('one\ntwo');
    for (const message of messages) expect(await stage.endOf(message)).toBe(visible);
    await unheard(stage, 'three');
    await stage.customerWrites('four');
    await stage.settle();
    const { refused } = await settle(false);
    expect(refused).toMatchObject([{ why: expect.stringContaining('stale'), count: 1 }]);
    const dropped = await settleDeadLetters(
      context,
      { ...filter, preview: false },
      { action: 'drop', why: 'old' },
    );
    expect(dropped).toMatchObject({ matched: 1, done: 1 });
  });
});
