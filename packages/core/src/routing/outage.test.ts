import { failure } from '@tandem/testkit/call-script';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';
/** Seconds from the first attempt to each one at the engine. */
const attemptsAtS = (stage: LaneStage) => {
  const times = stage.context.attempts.filter(({ hop }) => hop === 'engine').map(({ at }) => at.getTime());
  return times.map((time) => (time - (times[0] ?? 0)) / 1_000);
};

describe('an engine that fails', () => {
  it('is tried after 0, 1, 3, 8, 20 and 45 s; then the turn is dead, the customer told once, and a human has it', async () => {
    const stage = await stages.open();
    stage.engine.sends.always(failure('failed'));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(attemptsAtS(stage)).toEqual([0, 1, 3, 8, 20, 45]);
    expect(await stage.endOf(message)).toBe('dead: no success after 6 attempts; last: failed');
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    expect(stage.channel.statuses).toEqual(['open']);
    expect(await stage.session()).toMatchObject({
      owner: 'human',
      ownerActor: 'tandem',
      ownerReason: 'the bot failed: no success after 6 attempts; last: failed',
      agentReplied: false,
    });
    expect(await stage.turns()).toEqual([]);
  });

  it('and comes back has the message answered after all', async () => {
    const stage = await stages.open();
    stage.engine.sends.next(failure('failed'), failure('unreachable'), failure('timeout'));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(attemptsAtS(stage)).toEqual([0, 1, 3, 8]);
    expect(stage.context.attempts.map(({ outcome }) => outcome)).toContain('unreachable');
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('is given up at the turn’s deadline', async () => {
    const stage = await stages.open({ config: { turnDeadlineMs: 5_000 } });
    stage.engine.sends.always(failure('failed'));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(attemptsAtS(stage)).toEqual([0, 1, 3]);
    expect(await stage.endOf(message)).toBe('dead: no success before the deadline; last: failed');
  });

  it('for good is tried once', async () => {
    for (const kind of ['unauthorized', 'rejected', 'malformed'] as const) {
      const stage = await stages.open();
      stage.engine.sends.always(failure(kind));
      const message = await stage.customerWrites('hi');
      await stage.settle();
      expect(attemptsAtS(stage)).toEqual([0]);
      expect(await stage.endOf(message)).toBe(`dead: ${kind}: scripted: ${kind}`);
    }
  });

  it('and asks to wait is waited for, which is no attempt', async () => {
    const stage = await stages.open();
    const wait = failure('rate-limited', { retryAfterMs: 4_000 });
    stage.engine.sends.next(wait, wait, wait, failure('failed'), failure('failed'));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    const [, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = attemptsAtS(stage);
    for (const gap of [second, third - second, fourth - third]) expect(gap).toBeGreaterThanOrEqual(4);
    expect([fifth - fourth, sixth - fifth]).toEqual([1, 2]);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('at the opening of the conversation is tried again like any other', async () => {
    const stage = await stages.open();
    stage.engine.opens.next(failure('failed'), failure('failed'));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(attemptsAtS(stage)).toEqual([0, 1, 3]);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('with 403 gets a new conversation, at most three in all', async () => {
    const stage = await stages.open();
    stage.engine.sends.always(failure('rejected', { status: 403 }));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.engine.opened.map(({ conversationId }) => conversationId.at(-1))).toEqual(['1', '2', '3']);
    expect(await stage.endOf(message)).toBe('dead: rejected: scripted: rejected');
  });

  it('leaves messages that come meanwhile to be answered in their turn', async () => {
    const stage = await stages.open();
    stage.engine.sends.next(failure('failed'), failure('failed'), failure('failed'));
    await stage.customerWrites('one');
    await stage.settle(new Date(stage.clock.now().getTime() + 2_000));
    await stage.customerWrites('two');
    await stage.settle();
    expect(stage.engine.heard).toEqual(['one', 'two']);
    expect(stage.channel.texts).toEqual(['re: one', 're: two']);
  });
});

describe('without handoff a failing engine', () => {
  const config = { enableHumanHandoff: false };

  it('has the customer told once per outage, and opens and assigns nothing', async () => {
    const stage = await stages.open({ config });
    stage.engine.sends.always(failure('rejected'));
    const ends = [];
    for (const text of ['one', 'two']) {
      const message = await stage.customerWrites(text);
      await stage.settle();
      ends.push(await stage.endOf(message));
    }
    expect(ends).toEqual(['dead: rejected: scripted: rejected', 'dead: rejected: scripted: rejected']);
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    expect(stage.channel.statuses).toEqual([]);
    expect((await stage.session()).owner).toBe('bot');
  });

  it('does not block the lane: what comes next is answered, and the next outage is told again', async () => {
    const stage = await stages.open({ config });
    const { fallbackMessage } = stage.view.config;
    stage.engine.sends.next(failure('rejected'));
    await stage.customerWrites('one');
    await stage.settle();
    const next = await stage.customerWrites('two');
    await stage.settle();
    expect(await stage.endOf(next)).toBe(visible);
    stage.engine.sends.next(failure('rejected'));
    await stage.customerWrites('three');
    await stage.settle();
    expect(stage.channel.texts).toEqual([fallbackMessage, 're: two', fallbackMessage]);
  });
});

describe('a message that waits behind a turn that dies', () => {
  it('gets its end too: the lane does not come to rest with it', async () => {
    const stage = await stages.open();
    stage.engine.sends.always(failure('failed'));
    const first = await stage.customerWrites('one');
    await stage.settle(new Date(stage.clock.now().getTime() + 2_000));
    const second = await stage.customerWrites('two');
    await stage.settle();
    expect(await stage.endOf(first)).toMatch(/^dead: /);
    expect(await stage.endOf(second)).toMatch(/^suppressed: a human owns the conversation/);
  });
});

describe('a turn in retries when a human takes over', () => {
  it('says nothing to the customer', async () => {
    const stage = await stages.open();
    stage.engine.sends.always(failure('failed'));
    const message = await stage.customerWrites('hi');
    await stage.settle(new Date(stage.clock.now().getTime() + 2_000));
    await stage.agentWrites();
    await stage.settle();
    expect(await stage.endOf(message)).toMatch(/^suppressed: a human owns the conversation/);
    expect(stage.channel.shown).toEqual([]);
    expect(stage.channel.statuses).toEqual([]);
    expect((await stage.session()).ownerReason).toBe('an agent replied');
  });

  it('does not use up the words for the next outage', async () => {
    const stage = await stages.open();
    stage.engine.sends.always(failure('failed'));
    await stage.customerWrites('hi');
    await stage.settle(new Date(stage.clock.now().getTime() + 2_000));
    await stage.agentWrites();
    await stage.settle();
    await stage.statusBecomes('pending');
    await stage.customerWrites('are you there?');
    await stage.settle();
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
  });
});

describe('our own trouble', () => {
  it('is none of the engine’s: a turn outlives a database that was away for a moment', async () => {
    const stage = await stages.open();
    const { knowledge } = stage.context.directory;
    const message = await stage.customerWrites('hi');
    stage.clock.advance(2_000);
    stage.context.directory.knowledge = () => Promise.reject(new Error('the database is away'));
    await expect(stage.run('to-engine')).rejects.toThrow('the database is away');
    expect(await stage.endOf(message)).toBeNull();
    stage.context.directory.knowledge = knowledge;
    await stage.expireLease();
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('with the settings of the engine kills the turn with the reason', async () => {
    const stage = await stages.open();
    stage.engine.engine.connect = () => {
      throw new Error('Botpress connection: webhookId: is missing');
    };
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(await stage.endOf(message)).toBe('dead: rejected: Botpress connection: webhookId: is missing');
  });

  it('with the settings of the channel kills the reply with the reason, and does not jam the lane', async () => {
    const stage = await stages.open();
    stage.channel.channel.connect = () => {
      throw new Error('Chatwoot connection: baseUrl: is missing');
    };
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(await stage.endOf(message)).toMatch(/^dead: .*connection/);
  });

  it('without any bot kills the turn with the reason', async () => {
    const stage = await stages.open();
    stage.view.engine = null;
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(await stage.endOf(message)).toBe('dead: the tenant has no usable Botpress connection');
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
  });
});

describe('a tenant that is suspended', () => {
  it('has its waiting messages suppressed', async () => {
    const stage = await stages.open();
    const message = await stage.customerWrites('hi');
    stage.view.active = false;
    await stage.settle();
    expect(await stage.endOf(message)).toBe('suppressed: the tenant is suspended');
    expect(stage.engine.heard).toEqual([]);
  });
});
