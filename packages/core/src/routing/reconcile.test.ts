import { failure } from '@tandem/testkit/call-script';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';
/** A time so many seconds from now on the stage's clock. */
const inSeconds = (stage: LaneStage, s: number) => new Date(stage.clock.now().getTime() + s * 1_000);

describe('a reply that no webhook brought', () => {
  it('is found in the engine’s transcript at the deadline and shown', async () => {
    const stage = await stages.open();
    stage.repliesArrive = false;
    const message = await stage.customerWrites('hi');
    await stage.settle(inSeconds(stage, 70));
    expect(stage.channel.texts).toEqual([]);
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
    expect((await stage.session()).owner).toBe('bot');
    expect(await stage.turns()).toEqual([]);
  });

  it('is found at once when the receiver was away', async () => {
    const stage = await stages.open();
    stage.repliesArrive = false;
    const message = await stage.customerWrites('hi');
    await stage.settle(inSeconds(stage, 10));
    const now = stage.clock.now();
    await stages.database().platform.dueWork.checkOpenTurns({ now, checkAt: now });
    await stage.settle(inSeconds(stage, 1));
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('is found also when it answers a turn that has ended', async () => {
    const stage = await stages.open();
    stage.engine.says = () => ['one', 'two'];
    stage.engine.beforeAnswer = async () => void stage.engine.outbox.pop();
    await stage.customerWrites('hi');
    await stage.settle(inSeconds(stage, 10));
    expect(stage.channel.texts).toEqual(['one']);
    const now = stage.clock.now();
    await stages.database().platform.dueWork.checkOpenTurns({ now, checkAt: now });
    await stage.settle(inSeconds(stage, 1));
    expect(stage.channel.texts).toEqual(['one', 'two']);
    expect(await stage.turns()).toEqual([]);
  });

  it('is delivered after what was delivered already, and is no reason to say anything twice', async () => {
    const stage = await stages.open();
    stage.engine.says = () => ['one', 'two', 'three'];
    stage.engine.beforeAnswer = async () => void stage.engine.outbox.splice(0, 1);
    await stage.customerWrites('hi');
    await stage.settle(inSeconds(stage, 10));
    const now = stage.clock.now();
    await stages.database().platform.dueWork.checkOpenTurns({ now, checkAt: now });
    await stage.settle(inSeconds(stage, 1));
    expect(stage.channel.texts).toEqual(['two', 'three', 'one']);
  });

  it('and whose webhook comes after all is shown once', async () => {
    const stage = await stages.open();
    stage.repliesArrive = false;
    const bodies: unknown[] = [];
    stage.engine.beforeAnswer = async () => void bodies.push(...stage.engine.outbox);
    await stage.customerWrites('hi');
    await stage.settle();
    for (const body of bodies) expect(await stage.engineWebhook(body)).toMatchObject({ status: 'duplicate' });
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
  });
});

describe('at the deadline', () => {
  const silentDead = 'dead: the bot gave no reply before the deadline';

  it('a turn without any reply is dead, the customer is told and a human takes over', async () => {
    const stage = await stages.open();
    stage.engine.says = () => [];
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(await stage.endOf(message)).toBe(silentDead);
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    expect(stage.channel.statuses).toEqual(['open']);
    expect((await stage.session()).owner).toBe('human');
    expect(stage.channel.typing).toBe(false);
  });

  it('an engine that cannot be read back has the turn dead', async () => {
    const stage = await stages.open();
    stage.engine.canRead = false;
    stage.repliesArrive = false;
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(await stage.endOf(message)).toBe(silentDead);
  });

  it('an engine that does not answer is asked again, for a minute', async () => {
    const stage = await stages.open();
    stage.repliesArrive = false;
    stage.engine.transcripts.next(failure('timeout'), failure('failed'), failure('rate-limited'));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);

    const hopeless = await stages.open();
    hopeless.repliesArrive = false;
    hopeless.engine.transcripts.always(failure('failed'));
    const lost = await hopeless.customerWrites('hi');
    await hopeless.settle();
    expect(await hopeless.endOf(lost)).toBe(silentDead);
    expect(hopeless.engine.transcripts.count).toBeGreaterThan(10);
  });

  it('settings that have become unusable do not jam the lane', async () => {
    const stage = await stages.open({ config: { enableHumanHandoff: false } });
    stage.repliesArrive = false;
    const { connect } = stage.engine.engine;
    const message = await stage.customerWrites('hi');
    await stage.settle(inSeconds(stage, 10));
    stage.engine.engine.connect = () => {
      throw new Error('Botpress connection: webhookId: is missing');
    };
    await stage.settle();
    expect(await stage.endOf(message)).toMatch(/^dead: /);
    stage.engine.engine.connect = connect;
    stage.repliesArrive = true;
    const next = await stage.customerWrites('again');
    await stage.settle();
    expect(await stage.endOf(next)).toBe(visible);
  });

  it('a turn whose conversation was made anew is looked up in the new one', async () => {
    const stage = await stages.open();
    stage.repliesArrive = false;
    stage.engine.opens.next(failure('rejected', { status: 403 }));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.engine.opened.map(({ conversationId }) => conversationId.at(-1))).toEqual(['2']);
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });
});

describe('a turn of which nobody knows whether the engine has it', () => {
  it('is not told twice when the engine has it', async () => {
    const stage = await stages.open();
    stage.engine.sends.next('done and cut');
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.engine.heard).toEqual(['hi']);
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('is told again when the engine does not have it', async () => {
    const stage = await stages.open();
    await stage.customerWrites('hello');
    await stage.settle();
    stage.engine.sends.next('lost and cut');
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.engine.heard).toEqual(['hello', 'hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });
});

describe('a turn that the engine does not have yet', () => {
  it('is not answered by a further reply to an earlier turn: it is still told to the engine', async () => {
    const stage = await stages.open();
    await stage.customerWrites('first');
    await stage.settle();
    const { engineConversationId } = await stage.session();
    stage.engine.sends.next(failure('failed'), failure('failed'), failure('failed'));
    const second = await stage.customerWrites('second');
    await stage.settle(new Date(stage.clock.now().getTime() + 1_600));
    expect(await stage.turns()).toMatchObject([{ state: 'sending' }]);
    stage.engine.say(engineConversationId, 'one more thing about the first');
    await stage.settle();
    expect(stage.engine.heard).toEqual(['first', 'second']);
    expect(stage.channel.texts).toEqual(['re: first', 'one more thing about the first', 're: second']);
    expect(await stage.endOf(second)).toBe(visible);
  });

  it('does not hold back for long what the bot says of its own accord', async () => {
    const stage = await stages.open();
    await stage.customerWrites('first');
    await stage.settle();
    const { engineConversationId } = await stage.session();
    stage.engine.sends.always(failure('failed'));
    await stage.customerWrites('second');
    const from = stage.clock.now().getTime();
    await stage.settle(new Date(from + 1_600));
    stage.engine.say(engineConversationId, 'one more thing');
    await stage.settle(new Date(from + 40_000));
    expect(stage.channel.texts).toEqual(['re: first', 'one more thing']);
    expect(await stage.turns()).toMatchObject([{ state: 'sending' }]);
  });
});
