import type { EngineDialect } from '@tandem/integrations/contract';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';
const stepsMax = 200;
const stoppedMs = 40_000;

afterEach(() => vi.restoreAllMocks());

/** This process's monotonic clock, which goes on while a process is stopped. */
function jumpingClock(): { jump(): void } {
  const now = performance.now.bind(performance);
  let aheadMs = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + aheadMs);
  return {
    jump: () => {
      aheadMs += stoppedMs;
    },
  };
}

interface Stopping {
  dialect: EngineDialect;
  prepare?: (stage: LaneStage) => void;
}

/**
 * Stops a worker after its n-th step for longer than its lease; all that is left to do is done by another one, as far as the
 * others can, before it goes on.
 */
async function runWithStop(n: number, { dialect, prepare }: Stopping) {
  const steps: string[] = [];
  const clock = jumpingClock();
  let isOther = false;
  const onStep = async (name: string) => {
    // Whoever is stopped inside a transaction holds its rows: nobody else gets ahead there.
    if (isOther || name.startsWith('before ') || name.includes('in a transaction')) return;
    steps.push(name);
    if (steps.length !== n) return;
    isOther = true;
    clock.jump();
    await stage.expireLease();
    await stage.settle();
  };
  const stage = await stages.open({ dialect, onStep });
  prepare?.(stage);
  const message = await stage.customerWrites('hi');
  await stage.settle();
  isOther = true;
  await stage.settle();
  vi.restoreAllMocks();
  return { stage, message, steps, at: `stopped at step ${n}: ${steps[n - 1]}` };
}

describe('a worker that is stopped for 40 s and goes on', () => {
  const cases: [string, (stage: LaneStage) => void][] = [
    ['with webhooks', () => {}],
    [
      'with read-backs alone',
      (stage) => {
        stage.repliesArrive = false;
        stage.echoesArrive = false;
      },
    ],
  ];

  it.each(cases)(
    'at any step, says nothing twice and loses nothing, %s',
    async (_name, prepare) => {
      for (let n = 1; n <= stepsMax; n += 1) {
        const { stage, message, steps, at } = await runWithStop(n, { dialect: 'chat_api', prepare });
        expect([at, stage.channel.texts]).toEqual([at, ['re: hi']]);
        expect([at, stage.engine.heard]).toEqual([at, ['hi']]);
        expect([at, await stage.endOf(message)]).toEqual([at, visible]);
        expect([at, await stage.turns()]).toEqual([at, []]);
        if (steps.length < n) return;
      }
      throw new Error(`more than ${stepsMax} steps`);
    },
    120_000,
  );
});

describe.each(['messaging_api', 'v12'] as const)('over %s, which cannot tell a repetition', (dialect) => {
  it('a worker that is stopped at any step for 40 s and goes on has nothing heard or said twice', async () => {
    for (let n = 1; n <= stepsMax; n += 1) {
      const { stage, message, steps, at } = await runWithStop(n, { dialect });
      expect([at, stage.engine.heard.length <= 1]).toEqual([at, true]);
      const end = await stage.endOf(message);
      const words = end === visible ? 're: hi' : stage.view.config.fallbackMessage;
      expect([at, end, stage.channel.texts]).toEqual([at, end, [words]]);
      expect([at, await stage.turns()]).toEqual([at, []]);
      if (steps.length < n) return;
    }
    throw new Error(`more than ${stepsMax} steps`);
  }, 120_000);
});

describe('a worker that goes on while another one sends', () => {
  it.each([
    ['has claimed the message', 'after inbound.end', []],
    ['was refused before anything was sent', 'after channel send', ['refused']],
    ['has read back that it is not there', 'after channel find', ['lost']],
  ] as const)('and %s does not have it sent twice', async (_name, stopAfter, cuts) => {
    const clock = jumpingClock();
    const stopped = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    let isStopped = false;
    const stage = await stages.open({
      onStep: async (name) => {
        if (isStopped || !name.startsWith(stopAfter)) return;
        isStopped = true;
        clock.jump();
        stopped.resolve();
        await goOn.promise;
      },
    });
    stage.echoesArrive = false;
    if (cuts[0] === 'lost') stage.channel.sends.next('lost and cut');
    if (cuts[0] === 'refused') stage.channel.sends.next('refused');
    const message = await stage.customerWrites('hi');
    stage.clock.advance(2_000);
    await stage.run('to-engine');
    await stage.deliver();
    stage.clock.advance(300);
    if (cuts[0] === 'lost') {
      await stage.run('to-channel');
      stage.clock.advance(20_000);
    }
    const slow = stage.run('to-channel');
    await stopped.promise;
    await stage.expireLease();
    stage.channel.duringSend = async () => {
      stage.channel.duringSend = null;
      goOn.resolve();
      await slow;
    };
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(await stage.endOf(message)).toBe(visible);
  });
});
