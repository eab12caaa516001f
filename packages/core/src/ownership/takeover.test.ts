import { configDefaults } from '@tandem/schemas';
import { failure } from '@tandem/testkit/call-script';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';
import { handOver } from '../handoff/hand-over.ts';
import { release } from './release.ts';
import { rulesOf } from './rules-of.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';
const heldBack = (why: string) => `suppressed: a human owns the conversation: ${why}`;
const inSeconds = (stage: LaneStage, s: number) => new Date(stage.clock.now().getTime() + s * 1_000);

/** A stage whose bot has been told and whose reply is stored, but not sent yet. */
async function beforeSend() {
  const stage = await stages.open();
  const message = await stage.customerWrites('hi');
  stage.clock.advance(2_000);
  await stage.run('to-engine');
  await stage.deliver();
  return { stage, message };
}

describe('a takeover', () => {
  it('between the bot’s reply and its sending holds the reply back, with the reason', async () => {
    const { stage, message } = await beforeSend();
    await stage.agentWrites();
    await stage.settle();
    expect(stage.channel.shown).toEqual([]);
    expect(await stage.endOf(message)).toBe(heldBack('an agent replied'));
    expect(stage.channel.typing).toBe(false);
  });

  it.each([
    ['open', 'the conversation became open in Chatwoot'],
    ['snoozed', 'the conversation became snoozed in Chatwoot'],
  ] as const)('by the status %s does too', async (status, reason) => {
    const { stage, message } = await beforeSend();
    await stage.statusBecomes(status);
    await stage.settle();
    expect(stage.channel.shown).toEqual([]);
    expect(await stage.endOf(message)).toBe(heldBack(reason));
  });

  it('while the bot thinks has its reply held back', async () => {
    const stage = await stages.open();
    stage.repliesArrive = false;
    const message = await stage.customerWrites('hi');
    await stage.settle(inSeconds(stage, 10));
    await stage.agentWrites();
    await stage.settle();
    expect(stage.channel.shown).toEqual([]);
    expect(await stage.endOf(message)).toBe(heldBack('an agent replied'));
  });

  it('keeps what follows from the bot until the conversation is given back', async () => {
    const stage = await stages.open();
    await stage.customerWrites('hi');
    await stage.settle();
    await stage.agentWrites();
    const during = await stage.customerWrites('thanks, Ada');
    await stage.settle();
    expect(await stage.endOf(during)).toBe(heldBack('an agent replied'));
    await stage.statusBecomes('pending');
    const after = await stage.customerWrites('one more thing');
    await stage.settle();
    expect(await stage.endOf(after)).toBe(visible);
    expect(stage.engine.heard).toEqual(['hi', 'one more thing']);
  });

  it('ends when the conversation is resolved', async () => {
    const stage = await stages.open();
    await stage.statusBecomes('open');
    await stage.statusBecomes('resolved');
    const message = await stage.customerWrites('hello again', { status: 'resolved' });
    await stage.settle();
    expect(await stage.endOf(message)).toBe(visible);
  });

  it('before the first message of the customer keeps it from the bot', async () => {
    const stage = await stages.open();
    await stage.agentWrites('Hello, this is Ada.');
    const message = await stage.customerWrites('oh, hi');
    await stage.settle();
    expect(await stage.endOf(message)).toBe(heldBack('an agent replied'));
    expect(stage.engine.heard).toEqual([]);
  });

  it('while a send is under way stops none that was claimed, and all that follow', async () => {
    const stage = await stages.open();
    stage.engine.says = () => ['one', 'two'];
    stage.channel.duringSend = async () => void (await stage.agentWrites());
    await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['one']);
    expect((await stage.session()).owner).toBe('human');
  });

  it('is seen in the message itself, when the conversation was opened and nobody told us', async () => {
    const stage = await stages.open();
    await stage.customerWrites('hi');
    await stage.settle();
    const message = await stage.customerWrites('is anybody there?', { status: 'open', assigneeId: 18 });
    await stage.settle();
    expect(await stage.endOf(message)).toBe(heldBack('the conversation is open in Chatwoot'));
    expect((await stage.session()).owner).toBe('human');
  });

  it('of an inbox without agent bot is not seen in an open conversation that nobody is assigned to', async () => {
    const stage = await stages.open();
    const channel = stage.view.channel;
    if (channel) channel.answerWhen = 'pending-or-unassigned-open';
    const message = await stage.customerWrites('hi', { status: 'open' });
    await stage.settle();
    expect(await stage.endOf(message)).toBe(visible);
  });
});

describe('what is written in a conversation beside the bot', () => {
  const byBot = { id: 9, name: 'Another bot', type: 'agent_bot' };

  it.each([
    ['a template', { message_type: 'template', sender: null }],
    ['automation', { content_attributes: { automation_rule_id: 12 }, sender: null }],
    ['a campaign', { additional_attributes: { campaign_id: 3 }, sender: null }],
    ['another bot', { sender: byBot }],
    ['a private note', { private: true }],
  ])('is no takeover when it is %s', async (_what, change) => {
    const { stage, message } = await beforeSend();
    await stage.agentWrites('Read me.', change);
    await stage.settle();
    expect(await stage.endOf(message)).toBe(visible);
    expect((await stage.session()).owner).toBe('bot');
  });

  it.each([
    ['an agent', {}, 'an agent replied', 'agent:18'],
    ['a paired phone', { sender: null }, 'somebody replied outside Chatwoot', 'agent:unknown'],
  ])('is a takeover when it is of %s', async (_who, change, reason, actor) => {
    const { stage, message } = await beforeSend();
    await stage.agentWrites('I am here.', change);
    await stage.settle();
    expect(await stage.endOf(message)).toBe(heldBack(reason));
    expect((await stage.trail(message)).ownerChanges).toMatchObject([{ to: 'human', reason, actor }]);
  });

  it('is no takeover when it is our own that comes back', async () => {
    const stage = await stages.open();
    await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.shown).toHaveLength(1);
    expect((await stage.session()).owner).toBe('bot');
  });
});

describe('words for the customer while a human owns', () => {
  /** The bot has failed; the words about it wait to be sent. */
  async function failed() {
    const stage = await stages.open();
    stage.engine.sends.always(failure('rejected'));
    await stage.customerWrites('hi');
    stage.clock.advance(2_000);
    await stage.run('to-engine');
    return stage;
  }

  it('are sent', async () => {
    const stage = await failed();
    await stage.settle();
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    expect(stage.channel.statuses).toEqual(['open']);
  });

  it('are not sent once an agent has replied', async () => {
    const stage = await failed();
    await stage.agentWrites();
    await stage.settle();
    expect(stage.channel.shown).toEqual([]);
    expect(stage.channel.statuses).toEqual(['open']);
  });

  it('are followed by no opening when the conversation was given back meanwhile', async () => {
    const stage = await failed();
    await stage.statusBecomes('pending');
    await stage.settle();
    expect(stage.channel.statuses).toEqual([]);
    expect((await stage.session()).owner).toBe('bot');
  });
});

describe('by command', () => {
  const rules = rulesOf({ config: configDefaults });
  const command = { actor: 'platform', reason: 'an admin said so', replyTtlMinutes: 30, rules };

  it('a handoff tells the customer and opens the conversation, once', async () => {
    const stage = await stages.open();
    await stage.customerWrites('hi');
    await stage.settle();
    const session = await stage.session();
    const config = { ...stage.view.config, fallbackMessage: 'Ada will be with you.' };
    const none = { causeId: null, turnId: null, inboundId: null, request: null, locale: null };
    const given = { ...command, ...none, session, config, said: false };
    const changes: boolean[] = [];
    for (let n = 0; n < 2; n += 1) {
      changes.push(await stage.scope.transaction((scope) => handOver(stage.context, scope, given)));
    }
    await stage.settle();
    expect(changes).toEqual([true, false]);
    expect(stage.channel.texts).toEqual(['re: hi', 'Ada will be with you.']);
    expect(stage.channel.statuses).toEqual(['open']);
  });

  it('a release makes the conversation pending and lets the bot answer again', async () => {
    const stage = await stages.open();
    await stage.agentWrites();
    const session = await stage.session();
    const given = { ...command, session };
    expect(await stage.scope.transaction((scope) => release(stage.context, scope, given))).toBe(true);
    expect(await stage.scope.transaction((scope) => release(stage.context, scope, given))).toBe(false);
    const message = await stage.customerWrites('hi', {
      status: 'open',
      updatedAtMs: stage.clock.now().getTime() - 1_000,
    });
    await stage.settle();
    expect(stage.channel.statuses).toEqual(['pending']);
    expect(await stage.endOf(message)).toBe(visible);
  });
});

describe('a tenant suspended', () => {
  it('has nothing sent, from the moment that is committed', async () => {
    const { stage } = await beforeSend();
    const { tenants } = stages.database().platform;
    const patch = (status: 'active' | 'suspended') =>
      tenants.patch(stage.tenantId, { status, actor: { type: 'platform' }, now: stage.clock.now() });
    await patch('suspended');
    await stage.settle(inSeconds(stage, 5));
    expect(stage.channel.shown).toEqual([]);
    await patch('active');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
  });
});
