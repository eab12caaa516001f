import type { Selectable } from 'kysely';
import { parseJson } from '../parse-json.ts';
import type { SyncRunsTable } from '../schema/tables.ts';

export interface SyncEntryResult {
  key: string;
  outcome: 'unchanged' | 'uploaded' | 'deleted' | 'failed';
  reason?: string;
}

/** One push of configuration and knowledge to the engine. */
export interface SyncRun {
  id: string;
  status: SyncRunsTable['status'];
  configVersion: number;
  total: number;
  done: number;
  failed: number;
  entries: SyncEntryResult[];
  createdAt: Date;
  /** Since when it may begin; null when it is over. */
  dueAt: Date | null;
  endedAt: Date | null;
}

export interface SyncProgress {
  total: number;
  done: number;
  failed: number;
  entries: readonly SyncEntryResult[];
}

export const toProgressColumns = ({ total, done, failed, entries }: SyncProgress) => ({
  total,
  done,
  failed,
  entries: JSON.stringify(entries),
});

export const toRun = (row: Omit<Selectable<SyncRunsTable>, 'tenant_id'>): SyncRun => ({
  id: row.id,
  status: row.status,
  configVersion: row.config_version,
  total: row.total,
  done: row.done,
  failed: row.failed,
  entries: parseJson<SyncEntryResult[]>(row.entries),
  createdAt: row.created_at,
  dueAt: row.due_at,
  endedAt: row.ended_at,
});
