import { connectRedis } from '@tandem/queue';
import { newId } from '@tandem/runtime';
import type { InboundId, OutboundId } from '@tandem/schemas';
import type { Patient } from '../mint-patient.ts';
import { seedSession } from '../seed-conversation.ts';
import type { Trouble } from './trouble.ts';

/** What is wrong with the tenant itself, its addresses, its clocks and its work. */
export const workTroubles: readonly Trouble[] = [
  {
    name: 'the tenant is suspended',
    seed: ({ rig, tenantId }) => rig.call('PATCH', `/tenants/${tenantId}`, { status: 'suspended' }),
    finds: ['tenant.status broken'],
    cure: /tandem tenants activate/,
  },
  {
    name: 'the upstreams are at private addresses, which are refused',
    guarded: true,
    seed: () => {},
    finds: ['upstreams.private broken', 'upstreams.private broken', 'upstreams.private broken'],
    cure: /UPSTREAM_ALLOW_PRIVATE/,
  },
  {
    name: 'the clock of Chatwoot is so far ahead that nothing it signs is taken',
    chatwoot: { clockAheadMs: 400_000 },
    seed: () => {},
    finds: ['clock.upstreams broken'],
    cure: /NTP/,
  },
  {
    name: 'the clock of Chatwoot is behind',
    chatwoot: { clockAheadMs: -90_000 },
    seed: () => {},
    finds: ['clock.upstreams warn'],
    cure: /NTP/,
  },
  {
    name: 'its Chatwoot is asked for as much as it allows',
    chatwoot: {},
    seed: spendBudget,
    finds: ['budgets.headroom warn'],
    cure: /RACK_ATTACK/,
  },
  {
    name: 'a conversation has waited for minutes',
    seed: (patient) => waitFor(patient, 5 * 60_000),
    finds: ['tenant.lanes warn'],
    cure: /workers/,
  },
  {
    name: 'a conversation has waited for an hour',
    seed: (patient) => waitFor(patient, 60 * 60_000),
    finds: ['tenant.lanes broken'],
    cure: /workers/,
  },
  {
    name: 'a reply could not be carried',
    seed: giveUpOne,
    finds: ['letters.dead warn'],
    cure: /tandem dead list/,
  },
  {
    name: 'a customer got no answer',
    seed: giveUpQuestion,
    finds: ['letters.dead warn'],
    cure: /tandem dead list/,
  },
];

async function waitFor({ rig, tenantId }: Patient, agoMs: number): Promise<void> {
  const session = await seedSession(rig.database, { tenantId, at: new Date() });
  const dueAt = new Date(Date.now() - agoMs);
  await rig.database.enter(tenantId).lanes.touch({ ...session.key, direction: 'to-engine' }, dueAt);
}

async function giveUpOne({ rig, tenantId }: Patient): Promise<void> {
  const session = await seedSession(rig.database, { tenantId, at: new Date() });
  const scope = rig.database.enter(tenantId);
  const id = newId<OutboundId>();
  const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 60_000)];
  const message = { id, turnId: null, inboundId: null, kind: 'reply' as const, payload: '{}' };
  await scope.atomically(
    scope.outbound.append({ ...session.key, sessionId: session.id }, [{ ...message, createdAt, expiresAt }]),
  );
  await scope.outbound.drop(id, { state: 'dead', reason: 'refused: 422' });
  await scope.deadLetters.addReply(id, new Date());
}

async function giveUpQuestion({ rig, tenantId }: Patient): Promise<void> {
  const { key } = await seedSession(rig.database, { tenantId, at: new Date() });
  const scope = rig.database.enter(tenantId);
  const id = newId<InboundId>();
  const message = { ...key, id, kind: 'customer-message', source: 'chatwoot', channelMessageId: 1 };
  const more = { dedupeKey: id, receivedAt: new Date(), availableAt: null, body: Buffer.from('{}') };
  await scope.atomically(scope.inbound.add([{ ...message, ...more, wakes: 'to-engine', effect: null }]));
  const end = { kind: 'dead', reason: 'the bot gave no reply before the deadline' } as const;
  await scope.inbound.end([id], end, new Date());
  await scope.deadLetters.addMessages([id], new Date());
}

/** As if other processes had taken all there is, and went on with it. */
async function spendBudget({ chatwootUrl }: Patient): Promise<() => Promise<void>> {
  const redis = connectRedis({ url: process.env.REDIS_URL ?? '' });
  while (!redis.health.up) await new Promise((resolve) => setImmediate(resolve));
  const fullAtMs = Date.now() + 600_000;
  const key = `tandem-budget.chatwoot-host.${new URL(chatwootUrl).host}`;
  await redis.hot.set(key, fullAtMs, 'PX', 60_000);
  return async () => {
    await redis.hot.del(key);
    redis.close();
  };
}
