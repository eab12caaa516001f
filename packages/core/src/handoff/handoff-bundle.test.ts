import { failure } from '@tandem/testkit/call-script';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';
import { explain } from '../messages/explain.ts';

const stages = useLaneStages();

const rules = {
  agentId: null,
  teamId: null,
  keywords: ['agent'],
  labels: ['handoff'],
  priority: null,
  maxFallbacks: 3,
};
type Options = NonNullable<Parameters<typeof stages.open>[0]>;
const withRules = (more: Partial<NonNullable<Options['config']>['escalationRules']> = {}): Options => ({
  config: { escalationRules: { ...rules, ...more } },
});
const agentsSee = (stage: LaneStage) => stage.channel.conversation(stage.conversationId);
const noteOf = (stage: LaneStage): string => {
  const content = stage.channel.notes[0]?.content;
  return content?.type === 'text' ? content.text : '';
};
const told = async (stage: LaneStage, message: Parameters<LaneStage['trail']>[0]) =>
  explain(await stage.trail(message))
    .steps.map(({ text }) => text)
    .join('\n');

describe('a handoff', () => {
  it('tells the customer, opens, assigns, labels, sets the priority and writes a note that carries our id', async () => {
    const stage = await stages.open(withRules({ agentId: 18, priority: 'high', labels: ['handoff', 'vip'] }));
    agentsSee(stage).labels = ['from the shop'];
    await stage.customerWrites('hello');
    await stage.settle();
    const message = await stage.customerWrites('an agent, please');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hello', stage.view.config.fallbackMessage]);
    expect(stage.channel.statuses).toEqual(['open']);
    expect(agentsSee(stage)).toMatchObject({
      labels: ['from the shop', 'handoff', 'vip'],
      assigned: { agentId: 18 },
      priority: 'high',
    });
    expect(noteOf(stage)).toBe(
      [
        '**Handed over to a human**',
        'Reason: the customer wrote the keyword “agent”',
        '',
        '**Last messages**',
        '- Customer: hello',
        '- Bot: re: hello',
        '- Customer: an agent, please',
        `- Bot: ${stage.view.config.fallbackMessage}`,
      ].join('\n'),
    );
    const ref = stage.channel.notes[0]?.ref ?? '';
    expect(await stage.scope.trails.find({ by: 'id', id: ref })).toMatchObject({
      subject: { row: { kind: 'handoff', step: 'handoff-note', state: 'sent' } },
    });
    expect(await stage.endOf(message)).toBe('handed-off: the customer wrote the keyword “agent”');
    expect(stage.engine.heard).toEqual(['hello']);
  });

  it('shows each of its steps in the trail, in plain words', async () => {
    const stage = await stages.open(withRules({ teamId: 3, priority: 'low' }));
    const message = await stage.customerWrites('agent');
    await stage.settle();
    const story = await told(stage, message);
    for (const words of [
      'A human took the conversation: the customer wrote the keyword “agent” (the customer).',
      'The notice of the handoff (1) was shown in Chatwoot',
      'The change of status (2) was made in Chatwoot.',
      'The assignment (3) was made in Chatwoot.',
      'The label of the handoff (4) was made in Chatwoot.',
      'The priority of the handoff (5) was made in Chatwoot.',
      'The note of the handoff (6) was made in Chatwoot.',
    ]) {
      expect(story).toContain(words);
    }
  });

  it('is labelled and nothing more by default', async () => {
    const stage = await stages.open(withRules());
    await stage.customerWrites('agent');
    await stage.settle();
    expect(agentsSee(stage)).toMatchObject({ labels: ['handoff'], assigned: null, priority: null });
  });

  it('keeps what agents say out of the logs, and customers too', async () => {
    const stage = await stages.open(withRules());
    await stage.customerWrites('my card is 4111, agent');
    await stage.settle();
    expect(noteOf(stage)).toContain('4111');
    expect(JSON.stringify(stage.context.logs)).not.toContain('4111');
  });

  it('has a note of bounded length, with the last of what was said', async () => {
    const stage = await stages.open(withRules());
    for (let n = 1; n <= 12; n += 1) {
      await stage.customerWrites(`${n} ${'long '.repeat(200)}`);
      await stage.settle();
    }
    await stage.customerWrites('agent');
    await stage.settle();
    const lines = noteOf(stage)
      .split('\n')
      .filter((line) => line.startsWith('- '));
    expect(lines).toHaveLength(10);
    expect(lines.at(-2)).toBe('- Customer: agent');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(330);
  });
});

describe('a step that fails', () => {
  it('is tried again on its own and holds up no other', async () => {
    const stage = await stages.open(withRules({ agentId: 18, priority: 'high' }));
    stage.channel.assignCalls.next(failure('failed'), failure('unreachable'));
    stage.channel.priorityCalls.next(failure('failed'));
    await stage.customerWrites('agent');
    await stage.settle(new Date(stage.clock.now().getTime() + 1_600));
    expect(agentsSee(stage)).toMatchObject({ labels: ['handoff'], assigned: null });
    expect(stage.channel.notes).toHaveLength(1);
    await stage.settle();
    expect(agentsSee(stage)).toMatchObject({ assigned: { agentId: 18 }, priority: 'high' });
    expect([stage.channel.texts.length, stage.channel.notes.length]).toEqual([1, 1]);
  });

  it('with the words to the customer opens the conversation all the same', async () => {
    const stage = await stages.open(withRules());
    stage.channel.sends.always(failure('failed'));
    await stage.customerWrites('agent');
    await stage.settle(new Date(stage.clock.now().getTime() + 2_000));
    expect(stage.channel.statuses).toEqual(['open']);
    expect(agentsSee(stage).labels).toEqual(['handoff']);
    stage.channel.sends.always('ok');
    await stage.settle();
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
  });

  it('for good is dead with its reason, and the others are made', async () => {
    const stage = await stages.open(withRules({ agentId: 99, priority: 'high' }));
    stage.channel.assignees = { agentIds: [18], teamIds: [] };
    stage.channel.labelCalls.always(failure('unauthorized'));
    const message = await stage.customerWrites('agent');
    await stage.settle();
    expect(agentsSee(stage)).toMatchObject({ labels: [], assigned: null, priority: 'high' });
    const story = await told(stage, message);
    expect(story).toMatch(/The assignment \(3\) was given up: rejected/);
    expect(story).toMatch(/The label of the handoff \(4\) was given up: unauthorized/);
    expect(await stage.scope.outbound.open(stage, 20)).toEqual([]);
  });

  it('because the agent is gone gives the conversation to the team', async () => {
    const stage = await stages.open(withRules({ agentId: 99, teamId: 3 }));
    stage.channel.assignees = { agentIds: [18], teamIds: [3] };
    await stage.customerWrites('agent');
    await stage.settle();
    expect(agentsSee(stage).assigned).toEqual({ teamId: 3 });
  });

  it('and whose outcome is unknown is repeated where that shows nowhere, and the note is looked up', async () => {
    const stage = await stages.open(withRules({ agentId: 18 }));
    stage.channel.labelCalls.next('done and cut');
    stage.channel.assignCalls.next('lost and cut');
    stage.channel.sends.next('ok', 'done and cut');
    await stage.customerWrites('agent');
    await stage.settle();
    expect(agentsSee(stage)).toMatchObject({ labels: ['handoff'], assigned: { agentId: 18 } });
    expect(stage.channel.notes).toHaveLength(1);
    expect(stage.channel.assignCalls.count).toBe(2);
  });
});

describe('a handoff that is over', () => {
  it('by an agent’s reply takes the conversation from nobody', async () => {
    const stage = await stages.open(withRules({ agentId: 18 }));
    stage.channel.assignCalls.next(failure('failed'));
    const message = await stage.customerWrites('agent');
    await stage.settle(new Date(stage.clock.now().getTime() + 1_600));
    await stage.agentWrites();
    await stage.settle();
    expect(agentsSee(stage).assigned).toBeNull();
    expect(await told(stage, message)).toMatch(
      /The assignment \(3\) was held back: the owner changed meanwhile/,
    );
  });

  it('before the customer was told of it is not told of any more, and holds up no reply', async () => {
    const stage = await stages.open(withRules());
    stage.channel.sends.next(failure('failed'), failure('failed'), failure('failed'));
    const message = await stage.customerWrites('agent');
    await stage.settle(new Date(stage.clock.now().getTime() + 2_000));
    stage.clock.advance(1);
    await stage.statusBecomes('pending');
    await stage.customerWrites('never mind');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: never mind']);
    expect(await told(stage, message)).toContain(
      'The notice of the handoff (1) was held back: the handoff it tells of is over.',
    );
  });

  it('and followed by another is not told of in place of that one', async () => {
    const stage = await stages.open(withRules());
    stage.channel.sends.next(failure('failed'), failure('failed'), failure('failed'));
    await stage.customerWrites('agent');
    await stage.settle(new Date(stage.clock.now().getTime() + 2_000));
    stage.clock.advance(1);
    await stage.statusBecomes('pending');
    stage.clock.advance(1);
    await stage.customerWrites('agent after all');
    await stage.settle();
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
  });

  it('by the conversation’s return leaves nothing behind', async () => {
    const stage = await stages.open(withRules({ priority: 'high' }));
    stage.channel.priorityCalls.next(failure('failed'));
    await stage.customerWrites('agent');
    await stage.settle(new Date(stage.clock.now().getTime() + 1_600));
    await stage.statusBecomes('pending');
    await stage.settle();
    expect(agentsSee(stage).priority).toBeNull();
  });
});
