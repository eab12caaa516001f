import type { Json, TenantColumn } from './columns.ts';

export interface SyncRunsTable {
  tenant_id: TenantColumn;
  id: string;
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  /** The status while it is not over: unique for a tenant. */
  slot: 'queued' | 'running' | null;
  config_version: number;
  total: number;
  done: number;
  failed: number;
  entries: Json;
  created_at: Date;
  /** Since when it may begin, or go on; null when it is over. */
  due_at: Date | null;
  /** Higher for each worker that took it: how often it was begun, too. */
  lease_token: number;
  lease_owner: string | null;
  /** On the database's clock. */
  lease_until: Date | null;
  ended_at: Date | null;
}

export interface SyncStatesTable {
  tenant_id: TenantColumn;
  /** Of what was wanted when it was last proven to be in the engine. */
  verified_hash: string;
  verified_at: Date;
}
