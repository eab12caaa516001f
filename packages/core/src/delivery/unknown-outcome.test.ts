import { failure } from '@tandem/testkit/call-script';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';
const secondsSince = (stage: LaneStage, startedAt: Date) =>
  (stage.clock.now().getTime() - startedAt.getTime()) / 1_000;
const inSeconds = (stage: LaneStage, s: number) => new Date(stage.clock.now().getTime() + s * 1_000);

/** A stage whose bot is about to answer; the answer's send is cut as told. */
async function cutSend(script: 'done and cut' | 'lost and cut') {
  const stage = await stages.open();
  stage.channel.sends.next(script);
  const message = await stage.customerWrites('hi');
  return { stage, message };
}

describe('a send of which nobody knows whether it arrived', () => {
  it('is settled by its echo, and nothing is read back', async () => {
    const { stage, message } = await cutSend('done and cut');
    await stage.settle(inSeconds(stage, 10));
    expect(await stage.endOf(message)).toBe(visible);
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(stage.channel.finds.count).toBe(0);
  });

  it('does not even wait when its echo overtook the cut', async () => {
    const { stage, message } = await cutSend('done and cut');
    stage.echoesArrive = false;
    stage.channel.beforeAnswer = async (shown) => void (await stage.echo(shown));
    await stage.settle(inSeconds(stage, 10));
    expect(await stage.endOf(message)).toBe(visible);
    expect(stage.channel.typing).toBe(false);
  });

  it('is read back when no echo comes, no earlier than 20 s after the cut, and found', async () => {
    const { stage, message } = await cutSend('done and cut');
    stage.echoesArrive = false;
    const startedAt = stage.clock.now();
    await stage.settle(inSeconds(stage, 20));
    expect(stage.channel.finds.count).toBe(0);
    await stage.settle();
    expect(secondsSince(stage, startedAt)).toBeGreaterThanOrEqual(20);
    expect(stage.channel.finds.count).toBe(1);
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('is sent again when it is not there', async () => {
    const { stage, message } = await cutSend('lost and cut');
    await stage.settle();
    expect(stage.channel.finds.count).toBe(1);
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
    expect(stage.channel.sends.count).toBe(2);
  });

  it('is never sent again without a token that may read: it is dead, and a human takes over', async () => {
    const { stage, message } = await cutSend('done and cut');
    stage.channel.canRead = false;
    stage.echoesArrive = false;
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe('dead: unknown outcome, and no token may read messages back');
    expect((await stage.session()).owner).toBe('human');
    expect(stage.channel.statuses).toEqual(['open']);
  });

  it('waits for its echo also without a token that may read', async () => {
    const { stage, message } = await cutSend('done and cut');
    stage.channel.canRead = false;
    await stage.settle();
    expect(await stage.endOf(message)).toBe(visible);
    expect((await stage.session()).owner).toBe('bot');
  });

  it('is dead when reading back is refused', async () => {
    const { stage, message } = await cutSend('done and cut');
    stage.echoesArrive = false;
    stage.channel.finds.always(failure('unauthorized'));
    await stage.settle();
    expect(await stage.endOf(message)).toBe('dead: unknown outcome, and reading back is refused');
    expect(stage.channel.texts).toEqual(['re: hi']);
  });

  it('is read back again while Chatwoot cannot be read', async () => {
    const { stage, message } = await cutSend('done and cut');
    stage.echoesArrive = false;
    stage.channel.finds.next(
      failure('failed'),
      failure('timeout'),
      failure('rate-limited', { retryAfterMs: 9_000 }),
    );
    const startedAt = stage.clock.now();
    await stage.settle();
    expect(stage.channel.finds.count).toBe(4);
    expect(secondsSince(stage, startedAt)).toBeGreaterThan(20 + 5 + 5 + 9);
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('is dead when it cannot be read back within its time', async () => {
    const { stage, message } = await cutSend('done and cut');
    stage.view.config.replyTtlMinutes = 2;
    stage.echoesArrive = false;
    stage.channel.finds.always(failure('failed'));
    await stage.settle();
    expect(await stage.endOf(message)).toBe('dead: unknown outcome, and reading back fails: failed');
    expect(stage.channel.texts).toEqual(['re: hi']);
  });

  it('keeps what comes behind it waiting, so that order is kept', async () => {
    const stage = await stages.open();
    stage.engine.says = () => ['one', 'two'];
    stage.channel.sends.next('lost and cut');
    await stage.customerWrites('hi');
    await stage.settle(inSeconds(stage, 15));
    expect(stage.channel.texts).toEqual([]);
    await stage.settle();
    expect(stage.channel.texts).toEqual(['one', 'two']);
  });

  it('is not sent again once a human has taken over', async () => {
    const { stage, message } = await cutSend('lost and cut');
    await stage.settle(inSeconds(stage, 10));
    await stage.agentWrites();
    await stage.settle();
    expect(stage.channel.shown).toEqual([]);
    expect(await stage.endOf(message)).toBe('suppressed: a human owns the conversation: an agent replied');
  });

  it('that was the opening of the conversation is simply done again', async () => {
    const stage = await stages.open();
    stage.engine.sends.always(failure('rejected'));
    stage.channel.statusCalls.next('lost and cut', 'done and cut');
    await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.statuses.at(-1)).toBe('open');
    expect(stage.channel.finds.count).toBe(0);
  });
});

describe('a send that failed before anything was sent', () => {
  it('is tried again with growing gaps', async () => {
    const stage = await stages.open();
    stage.channel.sends.next(failure('unreachable'), failure('unreachable'), failure('failed'));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    const times = stage.context.attempts.filter(({ hop }) => hop === 'channel').map(({ at }) => at.getTime());
    expect(times.slice(1).map((time, index) => time - (times[index] ?? 0))).toEqual([1_000, 2_000, 4_000]);
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('is given up after replyTtlMinutes, and a human takes over', async () => {
    const stage = await stages.open({ config: { replyTtlMinutes: 10 } });
    stage.channel.sends.always(failure('unreachable'));
    const startedAt = stage.clock.now();
    const message = await stage.customerWrites('hi');
    await stage.settle(inSeconds(stage, 605));
    expect(await stage.endOf(message)).toBe('dead: no success before the deadline; last: unreachable');
    expect(secondsSince(stage, startedAt)).toBeLessThan(605);
    expect((await stage.session()).ownerReason).toMatch(/^a reply of the bot could not be delivered: /);
    expect(stage.channel.statuses).toEqual(['open']);
  });

  it('waits as long as Chatwoot asks, which is no attempt', async () => {
    const stage = await stages.open();
    stage.channel.sends.next(failure('rate-limited', { retryAfterMs: 60_000 }), failure('failed'));
    await stage.customerWrites('hi');
    await stage.settle();
    const times = stage.context.attempts.filter(({ hop }) => hop === 'channel').map(({ at }) => at.getTime());
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(gaps[0]).toBeGreaterThanOrEqual(60_000);
    expect(gaps[1]).toBe(1_000);
  });
});

describe('a reply that Chatwoot refuses', () => {
  it('is dead at once, and a human takes over; what the bot said after it is held back', async () => {
    const stage = await stages.open();
    stage.engine.says = () => ['one', 'two'];
    stage.channel.sends.next(failure('rejected'));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    expect(stage.channel.statuses).toEqual(['open']);
    expect(await stage.endOf(message)).toMatch(/^dead: /);
  });

  it('blocks nothing where handoff is switched off', async () => {
    const stage = await stages.open({ config: { enableHumanHandoff: false } });
    stage.engine.says = () => ['one', 'two'];
    stage.channel.sends.next(failure('rejected'));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['two']);
    expect(stage.channel.statuses).toEqual([]);
    expect(await stage.endOf(message)).toBe(visible);
  });
});
