import { failure } from '@tandem/testkit/call-script';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';
import { release } from './release.ts';

const stages = useLaneStages();
const visible = 'answered: the reply is visible to the customer';
const heldBack = (why: string) => `suppressed: a human owns the conversation: ${why}`;

/** A conversation that the bot has answered in. */
async function talking(options: Parameters<typeof stages.open>[0] = {}) {
  const stage = await stages.open(options);
  await stage.customerWrites('hi');
  await stage.settle();
  stage.clock.advance(1_000);
  return stage;
}

/** By an admin. */
async function give(stage: LaneStage) {
  const session = await stage.session();
  const rules = {
    answerWhen: 'pending',
    unattendedMinutes: 15,
    autoResumeMinutes: null,
    active: true,
  } as const;
  const input = {
    session,
    actor: 'platform',
    reason: 'released by an administrator',
    replyTtlMinutes: 30,
    rules,
  };
  await stage.scope.transaction((scope) => release(stage.context, scope, input));
}

/** What the customer's next message ends as. */
async function next(stage: LaneStage, more: Parameters<LaneStage['customerWrites']>[1] = {}) {
  const message = await stage.customerWrites('and now?', more);
  await stage.settle();
  return await stage.endOf(message);
}

describe('a conversation is the bot’s again', () => {
  it.each(['pending', 'resolved'] as const)('when it becomes %s, though an agent replied', async (status) => {
    const stage = await talking();
    await stage.agentWrites();
    stage.clock.advance(1_000);
    await stage.statusBecomes(status);
    expect(await next(stage)).toBe(visible);
  });

  it('when a customer’s message shows it pending, for the event of that was lost', async () => {
    const stage = await talking();
    await stage.statusBecomes('open');
    stage.clock.advance(60_000);
    expect(await next(stage)).toBe(visible);
    const { owner, ownerReason } = await stage.session();
    expect([owner, ownerReason]).toEqual(['bot', 'the conversation is pending again in Chatwoot']);
  });

  it('though our own open comes back after an admin released it', async () => {
    const stage = await talking();
    stage.engine.says = () => [{ handoff: { requested: true } }];
    await stage.customerWrites('a human please');
    await stage.settle();
    const openedAtMs = stage.clock.now().getTime();
    stage.clock.advance(1_000);
    await give(stage);
    await stage.statusBecomes('open', { updatedAtMs: openedAtMs });
    stage.engine.says = () => ['here I am'];
    expect(await next(stage, { status: 'open' })).toBe(visible);
    expect(stage.channel.statuses).toEqual(['open', 'pending']);
  });

  it('though the statuses that led there come in the wrong order', async () => {
    const stage = await talking();
    const openedAtMs = stage.clock.now().getTime();
    stage.clock.advance(5_000);
    await stage.statusBecomes('resolved');
    await stage.statusBecomes('open', { updatedAtMs: openedAtMs });
    expect(await next(stage)).toBe(visible);
  });
});

describe('a conversation stays the human’s', () => {
  it('when a message shows it pending and an agent has replied: agents reply to pending ones', async () => {
    const stage = await talking();
    await stage.agentWrites();
    stage.clock.advance(60_000);
    expect(await next(stage)).toBe(heldBack('an agent replied'));
  });

  it('when a message shows it pending from before it was opened', async () => {
    const stage = await talking();
    await stage.statusBecomes('open');
    const updatedAtMs = stage.clock.now().getTime() - 1_000;
    stage.clock.advance(60_000);
    expect(await next(stage, { updatedAtMs })).toBe(heldBack('the conversation became open in Chatwoot'));
  });

  it('when it was handed over and is still pending, for our open is under way', async () => {
    const stage = await talking();
    stage.engine.says = () => [{ handoff: { requested: true } }];
    stage.channel.statusCalls.always(failure('unreachable'));
    await stage.customerWrites('a human please');
    await stage.settle(new Date(stage.clock.now().getTime() + 10_000));
    stage.clock.advance(1_000);
    const message = await stage.customerWrites('hello?');
    await stage.settle(new Date(stage.clock.now().getTime() + 10_000));
    expect(await stage.endOf(message)).toBe(heldBack('the bot asked for a human'));
  });
});

describe('an inbox without agent bot', () => {
  it('has no takeover by being open, and one by being assigned', async () => {
    const stage = await stages.open();
    if (stage.view.channel) stage.view.channel.answerWhen = 'pending-or-unassigned-open';
    await stage.customerWrites('hi', { status: 'open' });
    await stage.settle();
    await stage.statusBecomes('open');
    expect(await next(stage, { status: 'open' })).toBe(visible);
    stage.clock.advance(1_000);
    await stage.statusBecomes('open', { assigneeId: 18 });
    const end = await next(stage, { status: 'open', assigneeId: 18 });
    expect(end).toBe(heldBack('the conversation became open in Chatwoot'));
  });
});

describe('the bot', () => {
  it('is told that humans gave the conversation back, once', async () => {
    const stage = await talking();
    await stage.statusBecomes('open');
    stage.clock.advance(1_000);
    await stage.statusBecomes('resolved');
    await stage.settle();
    await stage.settle();
    expect(stage.engine.toldHandoffEnded).toHaveLength(1);
    expect((await stage.session()).tellBotAt).toBeNull();
  });

  it('is told again a little later when it could not be reached, and what else is to be done does not wait', async () => {
    const stage = await talking();
    stage.engine.tells.next(failure('unreachable'), failure('unreachable'));
    await stage.statusBecomes('open');
    stage.clock.advance(1_000);
    await stage.statusBecomes('pending');
    expect(await next(stage)).toBe(visible);
    expect(stage.engine.toldHandoffEnded).toHaveLength(1);
  });

  it('is given up on after some minutes', async () => {
    const stage = await talking();
    stage.engine.tells.always(failure('unreachable'));
    await stage.statusBecomes('open');
    stage.clock.advance(1_000);
    await stage.statusBecomes('pending');
    await stage.settle();
    expect(stage.engine.toldHandoffEnded).toEqual([]);
    expect((await stage.session()).tellBotAt).toBeNull();
  });

  it('is told nothing where its dialect cannot be', async () => {
    const stage = await talking({ dialect: 'generic' });
    await stage.statusBecomes('open');
    stage.clock.advance(1_000);
    await stage.statusBecomes('resolved');
    await stage.settle();
    expect((await stage.session()).tellBotAt).toBeNull();
  });
});
