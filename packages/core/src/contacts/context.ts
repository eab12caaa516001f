import type { Database } from '@tandem/db';
import type { Integrations } from '@tandem/integrations/contract';
import type { TenantId } from '@tandem/schemas';
import type { TenantDirectory } from '../lanes/context.ts';

/** What an erasure is carried out with, in a worker. */
export interface ErasureContext {
  database: Database;
  integrations: Integrations;
  directory: Pick<TenantDirectory, 'view'>;
  now(): Date;
  /** Names this process in leases. */
  worker: string;
  /** Of the lanes that an erasure holds: those of a killed worker are free after this. */
  leaseMs: number;
  /** Of the erasure itself: another worker goes on when nothing was removed for so long. */
  erasureLeaseMs: number;
  /** Ends it at the next batch. */
  signal: AbortSignal;
  /** Tells every process that what it may hold of a tenant is older than `revision`. */
  notifyChange(tenantId: TenantId, revision: number): void;
  log: { info(fields: Record<string, unknown>, message: string): void };
}
