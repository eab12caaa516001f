import { failure } from '@tandem/testkit/call-script';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';
const runsMax = 200;

class Killed extends Error {}

/** Kills a worker after its n-th step, once, and has another take its place. */
async function settleKilledAt(n: number, open: (onStep: (name: string) => void) => Promise<LaneStage>) {
  const steps: string[] = [];
  let isDead = false;
  const stage = await open((name) => {
    if (isDead) throw new Killed(name);
    if (name.startsWith('before ')) return;
    steps.push(name);
    if (steps.length !== n) return;
    isDead = true;
    throw new Killed(name);
  });
  const message = await stage.customerWrites('hi');
  try {
    await stage.settle();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    isDead = false;
    await stage.expireLease();
    await stage.settle();
  }
  return { stage, message, steps };
}

describe.each(['messaging_api', 'v12'] as const)('over %s', (dialect) => {
  it('a turn that surely was not taken is tried again', async () => {
    const stage = await stages.open({ dialect });
    stage.engine.sends.next('refused', failure('rate-limited', { retryAfterMs: 1_000 }), failure('failed'));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.engine.heard).toEqual(['hi']);
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
    expect(await stage.turns()).toEqual([]);
    const attempts = stage.context.attempts.filter(({ hop }) => hop === 'engine');
    expect(attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'unreachable'],
      [2, 'rate-limited'],
      [2, 'failed'],
      [3, 'ok'],
    ]);
  });

  it('a refusal ends it at once', async () => {
    const stage = await stages.open({ dialect });
    stage.engine.sends.always(failure('unauthorized', { status: 403 }));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.engine.sends.count).toBe(1);
    expect(await stage.endOf(message)).toBe('dead: unauthorized: scripted: unauthorized');
    expect((await stage.session()).engineGeneration).toBe(1);
  });

  it('a turn of which nobody knows whether it was heard is not sent again', async () => {
    const stage = await stages.open({ dialect });
    stage.engine.sends.next('lost and cut');
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.engine.sends.count).toBe(1);
    expect(await stage.endOf(message)).toMatch(/^dead: /);
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    expect(stage.channel.statuses).toEqual(['open']);
    expect(await stage.turns()).toEqual([]);
    expect(stage.channel.typing).toBe(false);
  });

  it('a worker killed at any step leaves at most one hearing, one end and words to the customer', async () => {
    for (let n = 1; n <= runsMax; n += 1) {
      const { stage, message, steps } = await settleKilledAt(n, (onStep) => stages.open({ dialect, onStep }));
      const at = `killed at step ${n}: ${steps[n - 1]}`;
      expect([at, stage.engine.heard.length <= 1]).toEqual([at, true]);
      const end = await stage.endOf(message);
      const isAnswered = end === visible;
      const words = isAnswered ? ['re: hi'] : [stage.view.config.fallbackMessage];
      expect([at, end, stage.channel.texts]).toEqual([at, end, words]);
      expect([at, isAnswered || end]).toEqual([
        at,
        isAnswered || 'dead: the bot gave no reply before the deadline',
      ]);
      expect([at, await stage.turns(), stage.channel.typing]).toEqual([at, [], false]);
      if (steps.length < n) return;
    }
    throw new Error(`more than ${runsMax} steps`);
  }, 120_000);
});

describe('after an unknown outcome', () => {
  it('the reply that messaging_api brings by webhook answers the turn', async () => {
    const stage = await stages.open({ dialect: 'messaging_api' });
    stage.engine.sends.next('done and cut');
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
    expect(stage.engine.heard).toEqual(['hi']);
    expect((await stage.session()).owner).toBe('bot');
  });

  it('a turn over v12 is dead at once, for its answer is lost', async () => {
    const stage = await stages.open({ dialect: 'v12' });
    stage.engine.sends.next('done and cut');
    const message = await stage.customerWrites('hi');
    await stage.settle(new Date(stage.clock.now().getTime() + 10_000));
    expect(await stage.endOf(message)).toMatch(/^dead: unknown-outcome/);
    expect(stage.engine.heard).toEqual(['hi']);
  });

  it('the next message goes to the bot as ever, where no human took over', async () => {
    const config = { enableHumanHandoff: false };
    const stage = await stages.open({ dialect: 'v12', config });
    stage.engine.sends.next('done and cut');
    await stage.customerWrites('one');
    await stage.settle();
    const next = await stage.customerWrites('two');
    await stage.settle();
    expect(stage.engine.heard).toEqual(['one', 'two']);
    expect(await stage.endOf(next)).toBe(visible);
  });
});
