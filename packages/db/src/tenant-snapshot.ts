import type { ConnectionId, StoredConfig, TenantId } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { parseJson } from './parse-json.ts';
import type { ConnectionsTable, TenantStatus } from './schema/tables.ts';

/** A connection as caches may hold it: its secrets stay sealed, see `openSecrets`. */
export interface StoredConnection {
  id: ConnectionId;
  provider: 'chatwoot' | 'botpress';
  /** `default`: its settings and secrets are those of the installation's environment. */
  source: 'own' | 'default';
  /** False for one kept only for the sessions it made. */
  active: boolean;
  dialect: string | null;
  baseUrl: string | null;
  accountId: number | null;
  /** The settings that are no secrets. */
  settings: Record<string, unknown>;
  /** Base64; null when there are none. */
  sealedSecrets: string | null;
  sealedRetired: string | null;
  updatedAt: string;
}

/** All that the webhook path and the lanes need to know of a tenant, except its knowledge. JSON through and through. */
export interface TenantSnapshot {
  tenantId: TenantId;
  /** Of two snapshots the one with the higher revision is right. */
  revision: number;
  status: TenantStatus;
  slug: string;
  configVersion: number;
  config: StoredConfig;
  chatwoot: StoredConnection | null;
  /** Null: the installation's. */
  botpress: StoredConnection | null;
}

export const toStoredConnection = (row: Selectable<ConnectionsTable>): StoredConnection => ({
  // Written by the connections repository and nowhere else.
  id: row.id as ConnectionId,
  provider: row.provider,
  source: row.source,
  active: row.active === 1,
  dialect: row.dialect,
  baseUrl: row.base_url,
  accountId: row.account_id,
  settings: parseJson<Record<string, unknown>>(row.settings),
  sealedSecrets: row.secrets?.toString('base64') ?? null,
  sealedRetired: row.retired_secrets?.toString('base64') ?? null,
  updatedAt: row.updated_at.toISOString(),
});
