import { Database } from '@tandem/db';
import { createScratchDatabase } from '@tandem/db/scratch';
import { testDatabaseUrl } from '@tandem/testkit/database';
import { type LaneStage, openLaneStage } from '@tandem/testkit/lane-stage';
import { afterAll, beforeAll } from 'vitest';

type StageOptions = Parameters<typeof openLaneStage>[1];

/** For one test file: a database of its own, whose due work no other file sees, and stages on it. */
export function useLaneStages(): { database(): Database; open(options?: StageOptions): Promise<LaneStage> } {
  let database: Database | undefined;
  let drop: (() => Promise<void>) | undefined;
  const opened = (): Database => {
    if (!database) throw new Error('the database is opened in beforeAll');
    return database;
  };
  beforeAll(async () => {
    const scratch = await createScratchDatabase(testDatabaseUrl());
    drop = scratch.drop;
    database = new Database({ url: scratch.url, poolSize: 5 });
  });
  afterAll(async () => {
    await database?.close();
    await drop?.();
  });
  return { database: opened, open: (options) => openLaneStage(opened(), options) };
}
