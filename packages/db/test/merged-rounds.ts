import { newId } from '@tandem/runtime';
import type { ConnectionId, TenantId } from '@tandem/schemas';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import type { Database } from '../src/index.ts';
import type { Tables } from '../src/schema/tables.ts';
import { type Conversation, heldConversation, mintIds, mintTenants } from './held-conversations.ts';
import { arbitraryHows, type BothLanes, type How } from './lane-steps.ts';

/** Conversations of tenants of their own, and how each goes through the steps. */
export interface Round {
  tenants: TenantId[];
  all: { one: BothLanes; hows: readonly How[] }[];
}

const tenantsMax = 5;
const arbitraryConversation = fc.record({
  tenant: fc.nat(tenantsMax - 1),
  connection: fc.nat(1),
  conversationId: fc.oneof(
    fc.constantFrom(7, -7, Number.MAX_SAFE_INTEGER),
    fc.integer({ min: -1_000, max: 1_000_000 }),
  ),
  /** With the same conversation of other tenants. */
  sharesIds: fc.boolean(),
  messages: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 60 })),
  hows: arbitraryHows,
});
type Planned = typeof arbitraryConversation extends fc.Arbitrary<infer Value> ? Value : never;

const conversations = (minLength: number, maxLength: number) =>
  fc.uniqueArray(arbitraryConversation, {
    minLength,
    maxLength,
    size: 'max',
    selector: ({ tenant, connection, conversationId }) => `${tenant}.${connection}.${conversationId}`,
  });

/** Not biased towards what is small: it takes many lanes with many messages to fill a lot. */
export const arbitraryRound = fc.noBias(
  fc.oneof({ weight: 2, arbitrary: conversations(1, 6) }, { weight: 1, arbitrary: conversations(7, 20) }),
);

/** The same round so many times: all its ids but the tenants' are the same. */
export async function makeRounds(
  stores: { database: Database; behind: Kysely<Tables> },
  planned: readonly Planned[],
  count: number,
): Promise<Round[]> {
  const withIds = mintAllIds(planned);
  const rounds: Round[] = [];
  while (rounds.length < count) {
    const tenants = await mintTenants(stores.behind, tenantsMax);
    const all = withIds.map(async ({ plan, ...rest }, index) => {
      const one = await heldConversation(stores.database, {
        tenantId: tenantOf(plan, tenants),
        ...rest,
        index,
      });
      return { one: { ...one, answering: await holdAnswering(one) }, hows: plan.hows };
    });
    rounds.push({ tenants, all: await Promise.all(all) });
  }
  return rounds;
}

function mintAllIds(planned: readonly Planned[]) {
  const connections = [newId<ConnectionId>(), newId<ConnectionId>()] as const;
  const shared = new Map<string, ReturnType<typeof mintIds>>();
  return planned.map((plan) => {
    const { conversationId, sharesIds, messages } = plan;
    const connectionId = connections[plan.connection === 0 ? 0 : 1];
    const name = `${connectionId}.${conversationId}`;
    const ids = (sharesIds && shared.get(name)) || mintIds(messages, 3);
    if (sharesIds) shared.set(name, ids);
    return { plan, ids, place: { connectionId, conversationId } };
  });
}

function tenantOf({ tenant }: Planned, tenants: readonly TenantId[]): TenantId {
  const tenantId = tenants[tenant];
  if (!tenantId) throw new Error('more tenants than there are');
  return tenantId;
}

async function holdAnswering({ scope, lane }: Conversation): Promise<BothLanes['answering']> {
  const answering = { ...lane, direction: 'to-channel' } as const;
  await scope.lanes.touch(answering, new Date(0));
  const lease = await scope.lanes.claim(answering, { name: 'worker', leaseMs: 60_000 });
  if (!lease) throw new Error('no lease');
  return { lane: answering, lease };
}
