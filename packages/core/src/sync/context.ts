import type { Database, OpenedConnection, StoredConnection } from '@tandem/db';
import type { EngineCloud, EngineDialect } from '@tandem/integrations/contract';
import type { TenantId } from '@tandem/schemas';

/** What tells where a tenant's configuration and knowledge belong. */
export interface TargetContext {
  installation: { botpress: { dialect: EngineDialect; settings?: Record<string, unknown> } | null };
  /** Opens what a connection holds sealed. */
  open(tenantId: TenantId, connection: StoredConnection): OpenedConnection;
}

/** What a sync run works with. */
export interface SyncContext extends TargetContext {
  database: Database;
  cloud: EngineCloud;
  /** Resolves when the bot's shared budget allows one more request; absent: there is none. */
  takeBudget?(input: { tenantId: TenantId; botId: string }): Promise<void>;
  now(): Date;
  /** Rejects at once when the process stops. */
  wait(delayMs: number): Promise<void>;
  /** Names this process in leases. */
  worker: string;
  leaseMs: number;
  /** Aborted when the process stops: runs are handed back between two requests. */
  signal?: AbortSignal;
  log: SyncLog;
}

/** One line per run: ids, outcome, duration; never content. */
export interface SyncLog {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}
