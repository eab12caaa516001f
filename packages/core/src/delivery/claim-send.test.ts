import { newId } from '@tandem/runtime';
import type { OutboundId } from '@tandem/schemas';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();
type Kind = 'reply' | 'notice' | 'status';

/** A message of a conversation whose owner is the bot, waiting to be sent. */
async function waiting(kind: Kind = 'reply', stage?: LaneStage) {
  const on = stage ?? (await stages.open());
  if (!stage) await on.statusBecomes('pending');
  const session = await on.session();
  const id = newId<OutboundId>();
  const at = on.clock.now();
  const message = { id, turnId: null, inboundId: null, kind, payload: '{}', expiresAt: at, createdAt: at };
  await on.scope.atomically(on.scope.outbound.append({ ...session, sessionId: session.id }, [message]));
  const claim = (owner: 'bot' | 'human' = 'bot') =>
    on.scope.outbound.claim(id, { sessionId: session.id, kind, owner, at });
  return { stage: on, id, claim };
}

describe('a reply', () => {
  it('is claimed while the bot owns, and once', async () => {
    const { claim } = await waiting();
    expect([await claim(), await claim()]).toEqual([true, false]);
  });

  it('has one winner among many that claim it at once', async () => {
    const { claim } = await waiting();
    const claims = await Promise.all(Array.from({ length: 8 }, () => claim()));
    expect(claims.filter((isOurs) => isOurs)).toHaveLength(1);
  });

  it('is not claimed while a human owns, and again when the bot does', async () => {
    const { stage, claim } = await waiting();
    await stage.statusBecomes('open');
    expect(await claim()).toBe(false);
    await stage.statusBecomes('pending');
    expect(await claim()).toBe(true);
  });

  it('counts each claim as an attempt', async () => {
    const { stage, id, claim } = await waiting();
    const attempts = async () => (await stage.scope.outbound.open(stage, 1))[0]?.attempts;
    await claim();
    await stage.scope.outbound.retryAt(id, {
      nextAttemptAt: stage.clock.now(),
      reason: 'again',
      counted: true,
    });
    await claim();
    expect(await attempts()).toBe(2);
    await stage.scope.outbound.retryAt(id, {
      nextAttemptAt: stage.clock.now(),
      reason: 'a wait',
      counted: false,
    });
    expect(await attempts()).toBe(1);
  });
});

describe('a notice', () => {
  it('is claimed while a human owns, until an agent has replied', async () => {
    const { stage, claim } = await waiting('notice');
    const second = await waiting('notice', stage);
    await stage.statusBecomes('open');
    expect(await claim()).toBe(true);
    await stage.agentWrites();
    expect(await second.claim()).toBe(false);
  });

  it('is claimed again once the bot owns, whoever has replied before', async () => {
    const { stage, claim } = await waiting('notice');
    await stage.agentWrites();
    await stage.statusBecomes('pending');
    expect(await claim()).toBe(true);
  });
});

it('a change of status is claimed only while the owner who caused it stands', async () => {
  const opening = await waiting('status');
  expect(await opening.claim('human')).toBe(false);
  await opening.stage.statusBecomes('open');
  expect(await opening.claim('human')).toBe(true);
  const release = await waiting('status', opening.stage);
  expect(await release.claim('bot')).toBe(false);
});

it.each(['reply', 'notice', 'status'] as const)('a suspended tenant has no %s claimed', async (kind) => {
  const { stage, claim } = await waiting(kind);
  const { tenants } = stages.database().platform;
  const patch = (status: 'active' | 'suspended') =>
    tenants.patch(stage.tenantId, { status, actor: { type: 'platform' }, now: stage.clock.now() });
  await patch('suspended');
  expect(await claim()).toBe(false);
  await patch('active');
  expect(await claim()).toBe(true);
});

it('a claim and a takeover at the same time exclude each other: what is claimed was claimed before', async () => {
  for (let round = 0; round < 15; round += 1) {
    const { stage, claim } = await waiting();
    const second = await waiting('reply', stage);
    const [isClaimed, takeover] = await Promise.all([claim(), stage.agentWrites()]);
    expect(takeover.status).toBe('accepted');
    expect((await stage.session()).owner).toBe('human');
    // Whichever came first: after the takeover's answer nothing is claimed any more.
    expect(await second.claim()).toBe(false);
    if (!isClaimed) expect(await claim()).toBe(false);
  }
});

it('messages keep the order in which they were appended, also by several at once', async () => {
  const { stage } = await waiting();
  const appended = await Promise.all(Array.from({ length: 10 }, () => waiting('reply', stage)));
  const open = await stage.scope.outbound.open(stage, 50);
  expect(open).toHaveLength(11);
  expect(new Set(open.map(({ id }) => id)).size).toBe(11);
  expect(appended.every(({ id }) => open.some((one) => one.id === id))).toBe(true);
});
