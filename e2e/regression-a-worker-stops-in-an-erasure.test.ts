import { Database } from '@tandem/db';
import { newId } from '@tandem/runtime';
import type { ConnectionId, InboundId } from '@tandem/schemas';
import { leasesOf, mintTenant, testActor, testEncryptionKeys } from '@tandem/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { openProcesses } from './open-processes.ts';

/** Wakes of other tests' lanes stay in other databases of the same Redis. */
const redisDatabase = 8;

const place = { connectionId: newId<ConnectionId>(), conversationId: 4711 };
const contactId = 1203;

/** A message of the contact's that is to be erased. */
const message = (now: Date) => ({
  ...place,
  id: newId<InboundId>(),
  kind: 'customer-message',
  source: 'chatwoot',
  channelMessageId: 1,
  dedupeKey: 'm:1',
  receivedAt: now,
  availableAt: null,
  body: Buffer.from(JSON.stringify({ event: 'message_created', sender: { id: contactId, type: 'contact' } })),
  wakes: 'to-engine' as const,
  effect: null,
});

it('leaves the erasure at its next batch, in lanes that a killed worker would not have kept for long', {
  timeout: 60_000,
}, async () => {
  const processes = await openProcesses(redisDatabase);
  onTestFinished(() => processes.close());
  const { databaseUrl } = processes;
  const database = new Database({ url: databaseUrl, poolSize: 3 });
  onTestFinished(() => database.close());
  const { tenantId, scope } = await mintTenant(database);
  const now = new Date();
  const stored = message(now);
  await scope.together(scope.inbound.add([stored]));
  await scope.inbound.end([stored.id], { kind: 'answered', reason: 'said' }, now);
  const { id } = await scope.erasures.request({
    ...{ id: newId(), actor: testActor, now },
    subject: { who: { contactId } },
  });

  const held = Promise.withResolvers<void>();
  const batch = Promise.withResolvers<void>();
  const undone = new Error('undone');
  const holding = scope.transaction(async (tx) => {
    await tx.contactRows.remove(place, now);
    held.resolve();
    await batch.promise;
    throw undone;
  });
  await held.promise;

  const worker = await processes.worker({ TANDEM_ENCRYPTION_KEYS: testEncryptionKeys });
  const lanes = () => leasesOf(databaseUrl, 'lanes', tenantId);
  await expect.poll(lanes, { timeout: 20_000 }).toHaveLength(2);
  expect(Math.max(...(await lanes()))).toBeLessThanOrEqual(12_000);
  expect(Math.max(...(await leasesOf(databaseUrl, 'erasures', tenantId)))).toBeGreaterThan(12_000);

  const closed = worker.close();
  batch.resolve();
  await expect(holding).rejects.toBe(undone);
  await closed;
  expect((await scope.erasures.get(id))?.endedAt).toBeNull();
  expect(await lanes()).toEqual([]);
  const due = await database.platform.erasureWork.due(new Date(), 10);
  expect(due).toEqual([{ tenantId, erasureId: id }]);
});
