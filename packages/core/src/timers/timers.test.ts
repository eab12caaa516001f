import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';
import { unattendedSteps } from './unattended-steps.ts';

const stages = useLaneStages();
const minutes = (count: number) => count * 60_000;
const rules = {
  agentId: 18,
  teamId: null,
  labels: ['handoff'],
  priority: 'medium',
  keywords: [],
  maxFallbacks: 3,
} as const;
const config = {
  unattendedMinutes: 15,
  unattendedMessage: 'Sorry for the wait.',
  messages: { de: { unattendedMessage: 'Bitte noch etwas Geduld.' } },
  escalationRules: { ...rules, keywords: [], labels: [...rules.labels] },
};

type Options = NonNullable<Parameters<typeof stages.open>[0]>;

/** A conversation that the bot has just handed over. */
async function handedOver(options: Options = { config }, language?: string) {
  const stage = await stages.open(options);
  stage.engine.says = () => ['A colleague will help you.', { handoff: { requested: true } }];
  await stage.customerWrites('a human please', language === undefined ? {} : { language });
  await stage.settle(new Date(stage.clock.now().getTime() + 10_000));
  return stage;
}

describe('a handoff that no agent answers', () => {
  it('has the customer told after the tenant’s minutes, once, and agents called again', async () => {
    const stage = await handedOver();
    const before = stage.channel.assignCalls.count;
    await stage.settle(new Date(stage.clock.now().getTime() + minutes(14)));
    expect(stage.channel.texts).toEqual(['A colleague will help you.']);
    await stage.settle(new Date(stage.clock.now().getTime() + minutes(120)));
    expect(stage.channel.texts).toEqual(['A colleague will help you.', 'Sorry for the wait.']);
    const { labels, priority, assigned } = stage.channel.conversation(stage.conversationId);
    expect(labels).toEqual(['handoff', 'unattended']);
    expect(priority).toBe('high');
    expect(assigned).toEqual({ agentId: 18 });
    expect(stage.channel.assignCalls.count).toBe(before + 1);
    expect((await stage.session()).owner).toBe('human');
  });

  it('is never made less urgent than the bot asked for', async () => {
    const stage = await stages.open({
      config: { unattendedMinutes: 15, escalationRules: { ...config.escalationRules, priority: null } },
    });
    stage.engine.says = () => [{ text: 'Help is coming.', handoff: { requested: true, priority: 'urgent' } }];
    await stage.customerWrites('the shop is on fire');
    await stage.settle(new Date(stage.clock.now().getTime() + minutes(20)));
    const { labels, priority } = stage.channel.conversation(stage.conversationId);
    expect(labels).toContain('unattended');
    expect(priority).toBe('urgent');
  });

  it('is told in the customer’s language', async () => {
    const stage = await handedOver({ config }, 'de-AT');
    await stage.settle();
    expect(stage.channel.texts.at(-1)).toBe('Bitte noch etwas Geduld.');
  });

  it('is found by the sweep though every wake-up is lost, as after a restart or without Redis', async () => {
    const stage = await handedOver();
    stage.context.wakes.splice(0);
    stage.clock.advance(minutes(16));
    await stage.settle(stage.clock.now());
    expect(stage.channel.texts.at(-1)).toBe('Sorry for the wait.');
  });

  it('waits for a tenant that is suspended', async () => {
    const stage = await handedOver();
    const suspended = { ...stage.view, active: false };
    stage.tenants.views = [suspended];
    await stage.settle(new Date(stage.clock.now().getTime() + minutes(20)));
    expect(stage.channel.texts).toHaveLength(1);
    stage.tenants.views = [stage.view];
    await stage.settle();
    expect(stage.channel.texts.at(-1)).toBe('Sorry for the wait.');
  });

  it.each([
    ['an agent answers', (stage: Awaited<ReturnType<typeof handedOver>>) => stage.agentWrites()],
    [
      'it is resolved',
      async (stage: Awaited<ReturnType<typeof handedOver>>) => {
        stage.clock.advance(1_000);
        await stage.statusBecomes('resolved');
      },
    ],
  ])('is called out no more once %s', async (_what, act) => {
    const stage = await handedOver();
    await act(stage);
    await stage.settle();
    expect(stage.channel.texts).toEqual(['A colleague will help you.']);
    expect(stage.channel.conversation(stage.conversationId).labels).toEqual(['handoff']);
  });
});

describe('what follows when nobody came', () => {
  it.each([
    [null, 'medium'],
    ['low', 'medium'],
    ['high', 'urgent'],
    ['urgent', 'urgent'],
  ] as const)('raises the priority %s to %s', (priority, raised) => {
    const steps = unattendedSteps({
      text: '',
      rules: { ...config.escalationRules, agentId: null },
      priority,
    });
    const payloads = steps.map(({ payload }) => payload);
    expect(payloads).toEqual([
      { step: 'labels', labels: ['unattended'] },
      { step: 'priority', priority: raised },
    ]);
  });
});

describe('autoResumeMinutes of silence', () => {
  const silent = { config: { autoResumeMinutes: 30 } };

  /** A conversation that an agent took. */
  async function taken(options: Options = silent) {
    const stage = await stages.open(options);
    await stage.customerWrites('hi');
    await stage.settle(new Date(stage.clock.now().getTime() + 10_000));
    await stage.agentWrites();
    return stage;
  }

  it('give the conversation back to the bot, who is told, and make it pending', async () => {
    const stage = await taken();
    await stage.settle(new Date(stage.clock.now().getTime() + minutes(31)));
    const { owner, ownerReason, ownerActor } = await stage.session();
    expect([owner, ownerReason, ownerActor]).toEqual(['bot', 'nobody wrote for 30 minutes', 'tandem']);
    expect(stage.channel.statuses).toEqual(['pending']);
    expect(stage.engine.toldHandoffEnded).toHaveLength(1);
    const message = await stage.customerWrites('still there?');
    await stage.settle();
    expect(await stage.endOf(message)).toBe('answered: the reply is visible to the customer');
  });

  it('begin anew with each word of the customer or an agent', async () => {
    const stage = await taken();
    for (const speak of [() => stage.customerWrites('hm'), () => stage.agentWrites('yes?')]) {
      await stage.settle(new Date(stage.clock.now().getTime() + minutes(20)));
      stage.clock.advance(minutes(20) - 1);
      await speak();
    }
    await stage.settle(new Date(stage.clock.now().getTime() + minutes(25)));
    expect((await stage.session()).owner).toBe('human');
    await stage.settle();
    expect((await stage.session()).owner).toBe('bot');
  });

  it('are off unless the tenant wants them', async () => {
    const stage = await taken({});
    await stage.settle(new Date(stage.clock.now().getTime() + minutes(24 * 60)));
    expect((await stage.session()).owner).toBe('human');
  });
});
