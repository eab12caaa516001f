import { newId } from '@tandem/runtime';
import { testDatabaseUrl } from '@tandem/testkit/database';
import { Kysely, MysqlDialect, sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPool } from '../src/open-pool.ts';
import { readLaneOverview } from '../src/platform/lane-overview.ts';
import type { Tables } from '../src/schema/tables.ts';
import { createScratchDatabase } from '../src/scratch-database.ts';

const now = new Date('2026-03-02T09:00:00.000Z');
const later = (s: number) => new Date(now.getTime() + s * 1_000);
const bounds = { now, countedMax: 10_000, lookedMax: 500 };
let db: Kysely<Tables>;
let drop: () => Promise<void>;

/** 100,000 tenants with a conversation each, of which nearly all are at rest. */
beforeAll(async () => {
  const scratch = await createScratchDatabase(testDatabaseUrl());
  drop = scratch.drop;
  db = new Kysely<Tables>({
    dialect: new MysqlDialect({ pool: openPool({ url: scratch.url, poolSize: 1 }) }),
  });
  const digit =
    '(SELECT 0 AS d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)';
  await sql
    .raw(
      `INSERT INTO lanes (tenant_id, connection_id, conversation_id, direction)
       SELECT CONCAT('idle-', a.d, b.d, c.d, e.d, f.d), 'connection', 1, 'to-engine'
       FROM ${digit} a, ${digit} b, ${digit} c, ${digit} e, ${digit} f`,
    )
    .execute(db);
}, 120_000);
afterAll(async () => {
  await db.destroy();
  await drop();
});

interface Seed {
  direction?: 'to-engine' | 'to-channel';
  dueAt: Date;
  pendingSince?: Date;
  availableAt?: Date;
}

async function seed(over: Seed): Promise<void> {
  const { direction = 'to-engine' } = over;
  const place = { tenant_id: newId<string>(), connection_id: newId<string>(), conversation_id: 7 };
  await db
    .insertInto('lanes')
    .values({ ...place, direction, due_at: over.dueAt, lease_owner: null, lease_until: null })
    .execute();
  if (!over.pendingSince) return;
  await db
    .insertInto('inbound_messages')
    .values({
      ...place,
      id: newId<string>(),
      kind: direction === 'to-engine' ? 'customer-message' : 'reply',
      source: 'chatwoot',
      channel_message_id: 1,
      dedupe_key: newId<string>(),
      state: 'pending',
      available_at: over.availableAt ?? null,
      turn_id: null,
      end_kind: null,
      end_reason: null,
      ended_at: null,
      received_at: over.pendingSince,
      body: Buffer.from('{}'),
    })
    .execute();
}

it('tells what waits, since when, in both directions', async () => {
  await seed({ dueAt: later(-30), pendingSince: later(-40) });
  await seed({ dueAt: later(20), pendingSince: later(-5), availableAt: later(20) });
  await seed({ direction: 'to-channel', dueAt: later(-2), pendingSince: later(-3) });
  await seed({ direction: 'to-channel', dueAt: later(3_600) });
  const overview = await readLaneOverview(db, bounds);
  expect(overview.isCut).toBe(false);
  expect(overview.counts).toEqual([
    { direction: 'to-channel', lanes: 2, due: 1, held: 0, oldestDueAt: later(-2) },
    { direction: 'to-engine', lanes: 2, due: 1, held: 0, oldestDueAt: later(-30) },
  ]);
  const nothing = { held: false, carriedSince: null, retrySince: null, unknownSince: null };
  expect(overview.waiting).toEqual([
    { ...nothing, direction: 'to-engine', dueAt: later(-30), pendingSince: later(-40), pacedSince: null },
    { ...nothing, direction: 'to-channel', dueAt: later(-2), pendingSince: later(-3), pacedSince: null },
    { ...nothing, direction: 'to-engine', dueAt: later(20), pendingSince: later(-5), pacedSince: later(-5) },
    { ...nothing, direction: 'to-channel', dueAt: later(3_600), pendingSince: null, pacedSince: null },
  ]);
});

async function rowsRead(): Promise<number> {
  const { rows } = await sql<{ Value: string }>`SHOW SESSION STATUS LIKE 'Handler_read%'`.execute(db);
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}

it('reads nothing of the 100,000 tenants at rest', async () => {
  const before = await rowsRead();
  const overview = await readLaneOverview(db, bounds);
  const reads = (await rowsRead()) - before;
  expect(overview.waiting).toHaveLength(4);
  // Counting the reads itself reads some thirty rows.
  expect(reads).toBeLessThan(200);
});

it('is bounded when everything waits', async () => {
  await db.updateTable('lanes').set({ due_at: now }).execute();
  const startedAtMs = performance.now();
  const before = await rowsRead();
  const overview = await readLaneOverview(db, bounds);
  const reads = (await rowsRead()) - before;
  expect(overview).toMatchObject({ isCut: true, waiting: { length: bounds.lookedMax } });
  expect(reads).toBeLessThan(5 * bounds.countedMax);
  expect(performance.now() - startedAtMs).toBeLessThan(2_000);
}, 60_000);
