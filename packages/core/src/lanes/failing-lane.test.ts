import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';
import { failuresMax } from './plan-failure.ts';

const stages = useLaneStages();
const visible = 'answered: the reply is visible to the customer';
const triesMax = 60;

class Bug extends Error {}

/** Goes on after each failure, as the sweep does; answers when each was, ms since the first. */
async function settleThrough(stage: LaneStage): Promise<number[]> {
  const failedAt: number[] = [];
  for (let tries = 0; tries < triesMax; tries += 1) {
    try {
      await stage.settle();
      return failedAt.map((at) => at - (failedAt[0] ?? 0));
    } catch (error) {
      if (!(error instanceof Bug || error instanceof TypeError)) throw error;
      failedAt.push(stage.clock.now().getTime());
    }
  }
  throw new Error('the stage never settles');
}

/** A stage on which a step fails, by a bug of ours or as told, while `isBroken`. */
async function openBroken(step: string, failure: () => Error = () => new Bug(step)) {
  const broken = { isBroken: true, count: 0 };
  const stage = await stages.open({
    onStep: (name) => {
      if (name !== step || !broken.isBroken) return;
      broken.count += 1;
      throw failure();
    },
  });
  return { stage, broken };
}

describe('a message at which we fail again and again', () => {
  it('ends dead after growing gaps: the customer is told, a human has it, and what comes later is carried', async () => {
    const { stage, broken } = await openBroken('before engine send');
    const poison = await stage.customerWrites('poison');
    expect(await settleThrough(stage)).toEqual([0, 2_000, 6_000, 14_000, 30_000, 62_000]);
    expect(await stage.endOf(poison)).toBe('dead: internal error');
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    expect(await stage.session()).toMatchObject({
      owner: 'human',
      ownerReason: 'the bot failed: internal error',
    });
    expect(await stage.scope.deadLetters.count({ reason: 'internal error' })).toBe(1);
    broken.isBroken = false;
    stage.clock.advance(1);
    await stage.statusBecomes('pending');
    const next = await stage.customerWrites('hello');
    expect(await settleThrough(stage)).toEqual([]);
    expect(await stage.endOf(next)).toBe(visible);
  });

  it('that never came into a turn is handed over as well', async () => {
    const stage = await stages.open();
    await stage.customerWrites('hi');
    await stage.settle();
    const message = await stage.customerWrites('poison');
    // A configuration with which nothing of ours can work.
    const config = structuredClone(stage.view.config);
    Object.assign(config.escalationRules, { keywords: 5 });
    stage.tenants.views = [{ ...stage.view, config }];
    await settleThrough(stage);
    expect(await stage.endOf(message)).toBe('dead: internal error');
    expect((await stage.session()).owner).toBe('human');
  });

  it('does not die of an outage of the store, however long', async () => {
    const away = () => Object.assign(new Bug('away'), { code: 'ECONNREFUSED' });
    const { stage, broken } = await openBroken('before engine send', away);
    const message = await stage.customerWrites('hi');
    const tries = 3 * failuresMax;
    for (let count = 0; count < tries; count += 1) await expect(stage.settle()).rejects.toThrow('away');
    expect(broken.count).toBe(tries);
    broken.isBroken = false;
    expect(await settleThrough(stage)).toEqual([]);
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('on its way to the customer is dead as well, and what was in doubt says so', async () => {
    const { stage } = await openBroken('before channel find');
    stage.echoesArrive = false;
    stage.channel.sends.next('done and cut');
    await stage.customerWrites('hi');
    await settleThrough(stage);
    const letters = await stage.scope.deadLetters.page({ limit: 10, direction: 'to-channel' });
    expect(letters.items).toMatchObject([{ kind: 'reply', reason: 'unknown outcome: internal error' }]);
    expect((await stage.session()).owner).toBe('human');
  });
});
