import type { Role } from '@tandem/schemas';
import type { ColumnType, Generated } from 'kysely';
import type { TenantColumn } from './columns.ts';

/** `deleted`: kept until `purge_at`; `purged`: emptied, its row stands until nothing can arrive for it any more. */
export type TenantStatus = 'active' | 'suspended' | 'deleted' | 'purged';

export interface TenantsTable {
  id: string;
  name: string;
  slug: string;
  status: TenantStatus;
  /** Grows with every change that a cache may hold: status, config, knowledge, connections. */
  revision: Generated<number>;
  /** Null unless it was deleted. */
  deleted_at: Generated<Date | null>;
  /** What it was before it was deleted. */
  status_before: Generated<'active' | 'suspended' | null>;
  /** When what is left of it goes; null unless it was deleted. */
  purge_at: Generated<Date | null>;
  created_at: Date;
  updated_at: Date;
}

/** Platform: Chatwoot inbox → tenant. `installation` is the normalised base URL. */
export interface InboxRoutesTable {
  installation: string;
  account_id: number;
  inbox_id: number;
  tenant_id: TenantColumn;
  connection_id: string;
}

/** Platform: SHA-256 (hex) of a webhook key → connection. */
export interface WebhookKeysTable {
  key_hash: string;
  tenant_id: TenantColumn;
  connection_id: string;
  provider: 'chatwoot' | 'botpress';
  /** End of a replaced key's overlap; null: in use. */
  valid_until: Date | null;
  created_at: Date;
}

/** Platform: when processes of one name last said that they are at work: an api that it can be reached and can store. */
export interface HeartbeatsTable {
  name: 'api' | 'worker';
  beat_at: Date;
}

/** Platform: stretches of time in which webhooks could not be taken. */
export interface OutagesTable {
  id: string;
  from_at: Date;
  until_at: Date;
}

/** Platform: a key is found before its tenant is known. */
export interface ApiKeysTable {
  id: string;
  tenant_id: ColumnType<string | null, string | null, never>;
  user_id: string | null;
  name: string;
  role: Role;
  prefix: string;
  /** SHA-256 (hex) of the whole key. */
  key_hash: string;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
  created_at: Date;
}
