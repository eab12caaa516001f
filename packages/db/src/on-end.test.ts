import { newId } from '@tandem/runtime';
import type { ConnectionId, InboundId, TenantId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { afterAll, expect, it } from 'vitest';
import type { NewInbound } from './index.ts';
import type { Ended } from './on-end.ts';

const told: Ended[] = [];
const database = openTestDatabase({ onEnd: (ended) => void told.push(ended) });
afterAll(() => database.close());

const at = new Date('2026-03-02T09:00:00.000Z');
const tenantId = newId<TenantId>();
const key = { connectionId: newId<ConnectionId>(), conversationId: 1 };
const message = (id: InboundId): NewInbound => ({
  ...key,
  tenantId,
  id,
  kind: 'customer-message',
  source: 'chatwoot',
  channelMessageId: 1,
  dedupeKey: id,
  receivedAt: at,
  availableAt: null,
  body: Buffer.from('{}'),
  wakes: 'to-engine',
  effect: null,
});

it('tells of an end once, also when it was sent ahead of what is asked for', async () => {
  const ids = [newId<InboundId>(), newId<InboundId>()];
  await database.platform.acceptInbound(ids.map(message));
  const scope = database.enter(tenantId);
  const end = { kind: 'suppressed', reason: 'the tenant is suspended' } as const;
  await scope.atomically([scope.turns.open(key)], [scope.inbound.end(ids, end, at)]);
  await scope.inbound.end(ids, end, at);
  expect(told).toEqual([
    { what: 'messages', tenantId, end: 'suppressed', reason: 'the tenant is suspended', count: 2 },
  ]);
});
