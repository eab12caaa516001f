import { newId } from '@tandem/runtime';
import { testDatabaseUrl } from '@tandem/testkit/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../database.ts';
import { createScratchDatabase } from '../scratch-database.ts';

const at = (seconds: number) => new Date(Date.parse('2026-03-02T09:00:00.000Z') + seconds * 1_000);
const gapMs = 2_500;

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const scratch = await createScratchDatabase(testDatabaseUrl());
  drop = scratch.drop;
  database = new Database({ url: scratch.url, poolSize: 3 });
});
afterAll(async () => {
  await database.close();
  await drop();
});

describe('the heartbeat of all apis together', () => {
  const beat = (seconds: number) =>
    database.platform.outages.beat({ id: newId<string>(), at: at(seconds), gapMs });
  const during = (from: number, until: number) =>
    database.platform.outages.during({ from: at(from), until: at(until) });

  it('keeps the gaps that were too long, and answers those that touch a time', async () => {
    expect(await beat(0)).toBeNull();
    expect(await beat(2)).toBeNull();
    expect(await beat(62)).toEqual(at(2));
    expect(await beat(63)).toBeNull();
    expect(await during(0, 1)).toEqual([]);
    expect(await during(30, 31)).toEqual([{ from: at(2), until: at(62) }]);
    expect(await during(62, 90)).toHaveLength(1);
    expect(await during(63, 90)).toEqual([]);
  });

  it('is not put back by one whose clock is behind', async () => {
    await beat(100);
    await beat(98);
    expect(await beat(101)).toBeNull();
  });

  it('keeps one outage where several begin at once', async () => {
    await Promise.all([beat(200), beat(200), beat(200)]);
    expect(await during(101, 200)).toHaveLength(1);
  });

  it('forgets what is long ago', async () => {
    const month = 31 * 24 * 3_600;
    await database.platform.outages.add({ id: newId<string>(), from: at(month), until: at(month + 1) });
    expect(await during(0, 300)).toEqual([]);
    expect(await during(month, month + 1)).toHaveLength(1);
  });
});
