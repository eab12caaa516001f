import { type Clock, systemClock } from '@tandem/runtime';
import { type TenantId, zTenantId } from '@tandem/schemas';
import type { RedisLink } from '../connection/connect-redis.ts';
import { type QueueLog, silentLog } from '../log.ts';
import { createRecentChanges, type RecentChanges } from './create-recent-changes.ts';
import { raiseRevision } from './shared-entries.ts';
import { startPolling } from './start-polling.ts';

export interface ChangedTenant {
  tenantId: TenantId;
  /** `tenants.revision` by now. Without it all entries of the tenant are dropped, current ones too. */
  revision?: number;
}

/** The news of changed tenants, to and from all processes. Shared by the caches of a process. */
export interface TenantChanges {
  /**
   * Call after the commit that raised `tenants.revision`. Drops the tenant's entries here at once and, through
   * Redis, everywhere. Resolves when Redis has taken it or is given up (350 ms); never rejects.
   */
  publishChange(tenantId: TenantId, revision: number): Promise<void>;
  onChange(listener: (change: ChangedTenant) => void): void;
  readonly recent: RecentChanges;
  /** Stops listening and polling. */
  close(): void;
}

export interface TenantChangesInput {
  redis: RedisLink;
  /**
   * The backstop, from MySQL's audit log: tenants changed since the last call (the first call: in the last 60 s),
   * asked with an overlap for commits that took long. Naming a tenant twice does no harm.
   */
  pollChanges: () => Promise<readonly ChangedTenant[]>;
  /** Mean pause between polls, ± 20 %. Default 10 s. */
  pollEveryMs?: number;
  prefix?: string;
  clock?: Clock;
  random?: () => number;
  log?: QueueLog;
}

/**
 * Listens to Redis pub/sub, by which a change is live everywhere within 1 s, and polls MySQL all the time and at
 * every new subscription, by which it is live within about 12 s also when pub/sub or the publisher's Redis is away.
 */
export const createTenantChanges = (input: TenantChangesInput): TenantChanges => {
  const { redis, prefix = 'tandem', log = silentLog } = input;
  const channel = `${prefix}-tenant-changes`;
  const recent = createRecentChanges(input.clock ?? systemClock);
  const listeners: ((change: ChangedTenant) => void)[] = [];
  const hear = (change: ChangedTenant) => {
    recent.hear(change.tenantId, change.revision ?? null);
    for (const listener of listeners) listener(change);
  };

  const polling = startPolling({
    poll: async () => {
      for (const change of await input.pollChanges()) hear(change);
    },
    everyMs: input.pollEveryMs ?? 10_000,
    random: input.random ?? Math.random,
    log,
  });
  const subscriber = redis.openForSubscriptions();
  subscriber.client.on('message', (_channel: string, message: string) => {
    const change = parseChange(message);
    if (change) hear(change);
  });
  // After an outage the client subscribes again by itself; what was said meanwhile is in the feed.
  subscriber.client.on('ready', polling.now);
  subscriber.client.subscribe(channel).catch(() => {});

  return {
    recent,
    publishChange: async (tenantId, revision) => {
      hear({ tenantId, revision });
      if (!redis.health.up) return;
      await Promise.allSettled([
        raiseRevision(redis.hot, { prefix, tenantId, revision }),
        redis.hot.publish(channel, `${tenantId}.${revision}`),
      ]);
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
    close: () => {
      polling.stop();
      subscriber.close();
    },
  };
};

const parseChange = (message: string): ChangedTenant | undefined => {
  const [id, revision] = message.split('.');
  const tenantId = zTenantId.safeParse(id);
  if (!tenantId.success || !Number.isSafeInteger(Number(revision))) return undefined;
  return { tenantId: tenantId.data, revision: Number(revision) };
};
