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

it('holds its lanes no longer than a killed worker may', {
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

  await processes.worker({ TANDEM_ENCRYPTION_KEYS: testEncryptionKeys });
  const lanes = () => leasesOf(databaseUrl, 'lanes', tenantId);
  await expect.poll(lanes, { timeout: 20_000 }).toHaveLength(2);
  expect(Math.max(...(await lanes()))).toBeLessThanOrEqual(12_000);
  expect(Math.max(...(await leasesOf(databaseUrl, 'erasures', tenantId)))).toBeGreaterThan(12_000);

  batch.resolve();
  await expect(holding).rejects.toBe(undone);
  await expect.poll(async () => (await scope.erasures.get(id))?.endedAt, { timeout: 20_000 }).not.toBeNull();
});
