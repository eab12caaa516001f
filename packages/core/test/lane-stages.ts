import { Database } from '@tandem/db';
import { createScratchDatabase } from '@tandem/db/scratch';
import { testDatabaseUrl } from '@tandem/testkit/database';
import { type LaneStage, openLaneStage } from '@tandem/testkit/lane-stage';
import { afterAll, beforeAll } from 'vitest';

type StageOptions = Parameters<typeof openLaneStage>[1];

/** For one test file: a database of its own, whose due work no other file sees, and stages on it. */
export function useLaneStages(): {
  database(): Database;
  databaseUrl(): string;
  open(options?: StageOptions): Promise<LaneStage>;
} {
  let url: string | undefined;
  let database: Database | undefined;
  let drop: (() => Promise<void>) | undefined;
  const databaseUrl = (): string => {
    if (url === undefined) throw new Error('the database is opened in beforeAll');
    return url;
  };
  const opened = (): Database => {
    if (!database) throw new Error('the database is opened in beforeAll');
    return database;
  };
  beforeAll(async () => {
    const scratch = await createScratchDatabase(testDatabaseUrl());
    drop = scratch.drop;
    url = scratch.url;
    database = new Database({ url: scratch.url, poolSize: 5 });
  });
  afterAll(async () => {
    await database?.close();
    await drop?.();
  });
  return { database: opened, databaseUrl, open: (options) => openLaneStage(opened(), options) };
}
