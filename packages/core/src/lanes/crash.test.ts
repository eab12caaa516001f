import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';
const runsMax = 200;

class Killed extends Error {}

/** Kills a worker after its n-th step, once: from then on nothing it does has any effect, until the next worker comes. */
function killAt(n: number) {
  const steps: string[] = [];
  let isDead = false;
  return {
    steps,
    /** The next worker is at work. */
    replace: () => {
      isDead = false;
    },
    onStep: async (name: string) => {
      if (isDead) throw new Killed(name);
      // Before a step is after the one before it.
      if (name.startsWith('before ')) return;
      steps.push(name);
      if (steps.length !== n) return;
      isDead = true;
      throw new Killed(name);
    },
  };
}

/** Works until nothing is left to do, with a new worker for one that was killed. */
async function settleWithReplacements(stage: LaneStage, kill: ReturnType<typeof killAt>): Promise<void> {
  try {
    await stage.settle();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    kill.replace();
    await stage.expireLease();
    await stage.settle();
  }
}

interface Scenario {
  dialect: 'chat_api' | 'generic';
  prepare?(stage: LaneStage): void;
  expected: string[];
  statuses: string[];
  ends: RegExp;
}

const answered: Omit<Scenario, 'dialect'> = { expected: ['re: hi'], statuses: [], ends: new RegExp(visible) };

const scenarios: [string, Scenario][] = [
  ['a reply that comes by webhook', { ...answered, dialect: 'chat_api' }],
  [
    'a reply that comes before the call is answered',
    {
      ...answered,
      dialect: 'chat_api',
      prepare: (stage) => {
        stage.engine.beforeAnswer = () => stage.deliver();
      },
    },
  ],
  ['a reply that comes with the call', { ...answered, dialect: 'generic' }],
  [
    'a reply that no webhook brings, nor its echo',
    {
      ...answered,
      dialect: 'chat_api',
      prepare: (stage) => {
        stage.repliesArrive = false;
        stage.echoesArrive = false;
      },
    },
  ],
  [
    'a bot that asks for a human',
    {
      dialect: 'chat_api',
      prepare: (stage) => {
        stage.engine.says = () => [{ text: 'One moment.', handoff: { requested: true } }];
      },
      expected: ['One moment.'],
      statuses: ['open'],
      ends: /^answered|^handed-off/,
    },
  ],
  [
    'a bot that never answers',
    {
      dialect: 'chat_api',
      prepare: (stage) => {
        stage.engine.says = () => [];
      },
      expected: ['I could not answer that. A colleague will get back to you here.'],
      statuses: ['open'],
      ends: /^dead: the bot gave no reply before the deadline/,
    },
  ],
];

describe.each(scenarios)('with %s', (_name, scenario) => {
  it('a worker killed at any step leaves one visible reply and one end', async () => {
    for (let n = 1; n <= runsMax; n += 1) {
      const kill = killAt(n);
      const stage = await stages.open({ dialect: scenario.dialect, onStep: kill.onStep });
      scenario.prepare?.(stage);
      const message = await stage.customerWrites('hi');
      await settleWithReplacements(stage, kill);
      const at = `killed at step ${n}: ${kill.steps[n - 1]}`;
      expect([at, stage.channel.texts]).toEqual([at, scenario.expected]);
      expect([at, [...new Set(stage.channel.statuses)]]).toEqual([at, scenario.statuses]);
      expect(`${at} | ${await stage.endOf(message)}`).toMatch(
        new RegExp(scenario.ends.source.replaceAll('^', '\\| ')),
      );
      expect([at, await stage.turns(), stage.channel.typing]).toEqual([at, [], false]);
      expect([at, new Set(stage.engine.heard)]).toEqual([at, new Set(['hi'])]);
      if (scenario.dialect === 'chat_api') expect([at, stage.engine.heard]).toEqual([at, ['hi']]);
      if (kill.steps.length < n) return;
    }
    throw new Error(`more than ${runsMax} steps`);
  }, 120_000);
});

describe('without a token that may read', () => {
  it('a worker killed at any step still leaves the conversation opened, and shows nothing twice', async () => {
    for (let n = 1; n <= runsMax; n += 1) {
      const kill = killAt(n);
      const stage = await stages.open({ onStep: kill.onStep });
      stage.channel.canRead = false;
      stage.engine.says = () => [{ text: 'One moment.', handoff: { requested: true } }];
      const message = await stage.customerWrites('hi');
      await settleWithReplacements(stage, kill);
      const at = `killed at step ${n}: ${kill.steps[n - 1]}`;
      expect([at, stage.channel.statuses.includes('open')]).toEqual([at, true]);
      expect([at, stage.channel.texts.length <= 1]).toEqual([at, true]);
      expect([at, (await stage.session()).owner]).toEqual([at, 'human']);
      expect([at, await stage.endOf(message)]).not.toEqual([at, null]);
      if (kill.steps.length < n) return;
    }
    throw new Error(`more than ${runsMax} steps`);
  }, 120_000);
});
