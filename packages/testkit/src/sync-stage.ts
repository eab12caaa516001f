import type { SyncContext } from '@tandem/core/sync';
import type { Database } from '@tandem/db';
import { openConnection } from '@tandem/db';
import { createIntegrations } from '@tandem/integrations';
import { createFakeCloud, type FakeCloud, type FakeCloudOptions } from '@tandem/integrations/fakes';
import type { RecordedLog } from './lane-context.ts';
import { testSealer } from './tenants.ts';
import { TestClock } from './test-clock.ts';

export interface SyncStage {
  fake: FakeCloud;
  url: string;
  clock: TestClock;
  context: SyncContext;
  logs: RecordedLog[];
  /** Settings of a connection to a fresh bot, in a workspace of its own. */
  bot(): {
    dialect: 'chat_api';
    webhookId: string;
    encryptionKey: string;
    apiUrl: string;
    token: string;
    botId: string;
  };
  close(): Promise<void>;
}

/**
 * A fake cloud over real HTTP and what sync runs work with. A wait passes at once and moves the clock, which the fake
 * reads, too: `indexingMs` is time of this clock. `onWait` runs within each.
 */
export async function openSyncStage(
  database: Database,
  options: Omit<FakeCloudOptions, 'now'> & { onWait?(): void | Promise<void> } = {},
): Promise<SyncStage> {
  const clock = new TestClock();
  const fake = createFakeCloud({ ...options, now: () => clock.now().getTime() });
  const { url } = await fake.listen();
  const integrations = createIntegrations({ allowPrivate: true });
  const logs: RecordedLog[] = [];
  const write = (level: RecordedLog['level']) => (fields: Record<string, unknown>, message: string) =>
    void logs.push({ level, message, fields });
  const context: SyncContext = {
    database,
    installation: { botpress: null },
    open: (tenantId, connection) => openConnection(testSealer, { tenantId, connection }),
    cloud: integrations.cloud,
    now: () => clock.now(),
    wait: async (delayMs) => {
      clock.advance(delayMs);
      await options.onWait?.();
    },
    worker: 'test-worker',
    leaseMs: 12_000,
    log: { info: write('info'), warn: write('warn'), error: write('error') },
  };
  return {
    fake,
    url,
    clock,
    context,
    logs,
    bot: () => {
      const bot = fake.createBot(fake.createWorkspace());
      return { dialect: 'chat_api', webhookId: 'w', encryptionKey: 'k', apiUrl: url, ...bot };
    },
    close: async () => {
      await integrations.close();
      await fake.close();
    },
  };
}
