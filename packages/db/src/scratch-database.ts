import { randomBytes } from 'node:crypto';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { migrate } from './migrate.ts';

const staleAfterMs = 24 * 3_600_000;

/**
 * For tests and measurements: makes a fresh, migrated database beside the one `serverUrl` names. `drop` removes it. What
 * killed runs have left behind for a day goes too.
 */
export async function createScratchDatabase(
  serverUrl: string,
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `tandem_test_${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const drop = () => onServer(serverUrl, (server) => run(server, `DROP DATABASE IF EXISTS ${name}`));
  await onServer(serverUrl, async (server) => {
    await dropLeftovers(server);
    await run(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  });
  try {
    await migrate(url.href);
  } catch (error) {
    await drop();
    throw error;
  }
  return { url: url.href, drop };
}

async function onServer(url: string, work: (server: Connection) => Promise<void>): Promise<void> {
  const server = await createConnection({ uri: url });
  try {
    await work(server);
  } finally {
    await server.end();
  }
}

async function run(server: Connection, statement: string): Promise<void> {
  await server.query(statement);
}

async function dropLeftovers(server: Connection): Promise<void> {
  const [rows] = await server.query<RowDataPacket[]>("SHOW DATABASES LIKE 'tandem\\_test\\_%'");
  for (const row of rows) {
    const name = String(Object.values(row)[0]);
    const [, startedAt = ''] = /^tandem_test_([0-9a-z]+)_[0-9a-f]{8}$/.exec(name) ?? [];
    if (Date.now() - Number.parseInt(startedAt, 36) > staleAfterMs) {
      await run(server, `DROP DATABASE IF EXISTS ${name}`);
    }
  }
}
