import type { Outbound } from '@tandem/db';
import { configDefaults } from '@tandem/schemas';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';
import { handOver } from '../handoff/hand-over.ts';
import { release } from './release.ts';
import { rulesOf } from './rules-of.ts';

const stages = useLaneStages();
const runs = 40;
const stepsMax = 25;
const config = { unattendedMinutes: 15, autoResumeMinutes: 60, settleMs: 0, reorderMs: 0 };

type Status = Parameters<LaneStage['statusBecomes']>[0];
type Step =
  | { do: 'customer writes' | 'agent writes' | 'bot asks for a human' | 'bot speaks' | 'admin hands over' }
  | { do: 'admin releases' | 'deliver' | 'run to-engine' | 'run to-channel' | 'suspend' | 'resume' }
  | { do: 'status'; to: Status; lateMs: number }
  | { do: 'time'; minutes: number };

const arbitraryStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ do: 'customer writes' } as const) },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom(
        'agent writes',
        'bot asks for a human',
        'bot speaks',
        'admin hands over',
        'admin releases',
      )
      .map((what) => ({ do: what }) as const),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('deliver', 'run to-engine', 'run to-channel', 'run to-channel')
      .map((what) => ({ do: what }) as const),
  },
  { weight: 1, arbitrary: fc.constantFrom('suspend', 'resume').map((what) => ({ do: what }) as const) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('status' as const),
      to: fc.constantFrom<Status>('open', 'pending', 'resolved', 'snoozed'),
      lateMs: fc.constantFrom(0, 0, 90_000),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('time' as const), minutes: fc.integer({ min: 1, max: 40 }) }),
  },
);

/** One conversation carried by the real webhooks, lanes and database, with a Chatwoot whose status its own calls set. */
class Story {
  readonly stage: LaneStage;
  status: Status = 'pending';
  readonly written: Awaited<ReturnType<LaneStage['customerWrites']>>[] = [];
  readonly wrongs: string[] = [];
  #asks = 0;

  constructor(stage: LaneStage) {
    this.stage = stage;
    // What Chatwoot holds was allowed at this moment: nothing else happens while a send is under way.
    stage.channel.beforeAnswer = async ({ ref }) => {
      const session = await stage.session();
      const kind = await this.#kindOf(ref);
      const isSpoken = kind === 'reply' || kind === 'welcome';
      if (isSpoken && session.owner === 'human') this.wrongs.push('the bot spoke while a human owned');
      if (kind === 'notice' && session.owner === 'human' && session.agentReplied)
        this.wrongs.push('a notice followed an agent’s word');
    };
  }

  async take(step: Step): Promise<void> {
    const { stage } = this;
    stage.clock.advance(1_000);
    switch (step.do) {
      case 'customer writes': {
        this.#asks += 1;
        this.written.push(await stage.customerWrites(`words ${this.#asks}`, { status: this.status }));
        break;
      }
      case 'agent writes':
        await stage.agentWrites();
        break;
      case 'bot asks for a human':
        stage.engine.says = () => [{ handoff: { requested: true } }];
        break;
      case 'bot speaks':
        stage.engine.says = ({ message }) => [`re: ${message.text}`, 'and more'];
        break;
      case 'admin hands over':
      case 'admin releases':
        await this.#command(step.do);
        break;
      case 'deliver':
        await stage.deliver();
        break;
      case 'run to-engine':
        await stage.run('to-engine');
        break;
      case 'run to-channel':
        await stage.run('to-channel');
        break;
      case 'suspend':
      case 'resume':
        stage.tenants.views = [{ ...stage.view, active: step.do === 'resume' }];
        break;
      case 'status':
        if (step.lateMs === 0) this.status = step.to;
        await stage.statusBecomes(step.to, { updatedAtMs: stage.clock.now().getTime() - step.lateMs });
        break;
      case 'time':
        await stage.settle(new Date(stage.clock.now().getTime() + step.minutes * 60_000));
        await this.#checkWaiting();
    }
  }

  async end(): Promise<void> {
    this.stage.tenants.views = [this.stage.view];
    await this.stage.settle(new Date(this.stage.clock.now().getTime() + 2 * 3_600_000));
    await this.#checkWaiting();
    const ends = await Promise.all(this.written.map((message) => this.stage.endOf(message)));
    expect(ends.filter((end) => end === null)).toEqual([]);
    expect(this.wrongs).toEqual([]);
    await this.#checkTrail();
  }

  /** Whoever waits for an agent is seen to when his time has come. */
  async #checkWaiting(): Promise<void> {
    const session = await this.stage.scope.sessions.find(this.stage);
    const isActive = this.stage.tenants.views[0]?.active;
    if (!session?.unattendedAt || !isActive) return;
    if (session.unattendedAt < this.stage.clock.now()) this.wrongs.push('somebody waited unseen');
  }

  /** Each change follows the one before and says why and who. */
  async #checkTrail(): Promise<void> {
    const first = this.written[0];
    if (!first) return;
    const { ownerChanges } = await this.stage.trail(first);
    for (const [index, { to, reason, actor }] of ownerChanges.entries()) {
      expect(reason).toMatch(/\w{3}/);
      expect(actor).toMatch(/^[a-z]+/);
      if (index > 0) expect(to).not.toBe(ownerChanges[index - 1]?.to);
    }
    const last = ownerChanges.at(-1);
    // What is only written to a suspended tenant begins no session.
    if (!last) return;
    const session = await this.stage.session();
    expect([last.to, last.reason]).toEqual([session.owner, session.ownerReason]);
  }

  async #command(what: 'admin hands over' | 'admin releases'): Promise<void> {
    const { stage } = this;
    const session = await stage.scope.sessions.find(stage);
    if (!session) return;
    const given = { session, actor: 'platform', reason: `an admin: ${what}` };
    const rules = rulesOf({ config: stage.view.config });
    await stage.scope.transaction(async (scope) =>
      what === 'admin releases'
        ? await release(stage.context, scope, { ...given, replyTtlMinutes: 30, rules })
        : await handOver(stage.context, scope, {
            ...given,
            ...nothingElse,
            config: { ...configDefaults, ...config },
          }),
    );
  }

  async #kindOf(ref: string): Promise<Outbound['kind'] | null> {
    const trail = await this.stage.scope.trails.find({ by: 'id', id: ref });
    return trail?.subject.type === 'reply' ? trail.subject.row.kind : null;
  }
}

const nothingElse = {
  causeId: null,
  turnId: null,
  inboundId: null,
  request: null,
  said: false,
  locale: null,
} as const;

describe(`${runs} random stories through the running system`, () => {
  it('never let the bot speak while a human owns, nor anybody wait unseen, and explain each change', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryStep, { minLength: 10, maxLength: stepsMax }), async (steps) => {
        const story = new Story(await stages.open({ config }));
        for (const step of steps) await story.take(step);
        await story.end();
      }),
      { numRuns: runs, endOnFailure: true },
    );
  }, 120_000);
});
