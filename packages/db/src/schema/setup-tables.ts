import type { Generated } from 'kysely';
import type { Flag, Json, TenantColumn } from './columns.ts';

export interface TenantUsersTable {
  tenant_id: TenantColumn;
  id: string;
  email: string;
  role: 'owner' | 'admin' | 'agent';
  created_at: Date;
}

export interface ChatbotConfigsTable {
  tenant_id: TenantColumn;
  version: number;
  botpress_bot_id: string | null;
  chatwoot_inbox_id: string | null;
  /** The fields that were set (`StoredConfig`). */
  settings: Json;
  /** `retentionDays` of `settings`, for the sweep; null: all is kept. */
  retention_days: Generated<number | null>;
  /** When the sweep looks again; null: never. */
  retention_due_at: Generated<Date | null>;
  updated_at: Date;
}

export interface ConfigVersionsTable {
  tenant_id: TenantColumn;
  version: number;
  settings: Json;
  knowledge_hash: string;
  actor: string;
  /** The version a rollback went back to; null for any other write. */
  restored_from: Generated<number | null>;
  created_at: Date;
}

export interface KnowledgeBasesTable {
  tenant_id: TenantColumn;
  id: string;
  position: number;
  question: string;
  answer: string;
  tags: Json;
  content_hash: string;
  created_at: Date;
}

/** An entry that was taken out of the knowledge base, by its content. */
export interface RetiredEntriesTable {
  tenant_id: TenantColumn;
  content_hash: string;
  question: string;
  answer: string;
  tags: Json;
  retired_at: Date;
}

/** A whole knowledge base that is no longer current. */
export interface RetiredKnowledgeBasesTable {
  tenant_id: TenantColumn;
  knowledge_hash: string;
  /** The content hashes of its entries in their order, 32 bytes each. */
  entries: Buffer;
  retired_at: Date;
}

/** The order to erase a contact, and the receipt of it. */
export interface ErasuresTable {
  tenant_id: TenantColumn;
  id: string;
  /** Who is to be erased; null once it is done, for the receipt holds nothing personal. */
  subject: Json | null;
  /** Rows by table. */
  removed: Json;
  /** What engines said, by dialect. */
  engine: Json;
  actor: string;
  /** On the database's clock. */
  lease_until: Date | null;
  /** Since when it may go on; null when it is over. */
  due_at: Date | null;
  created_at: Date;
  ended_at: Date | null;
}

export interface ConnectionsTable {
  tenant_id: TenantColumn;
  id: string;
  provider: 'chatwoot' | 'botpress';
  /** `own`: its settings are below; `default`: those of the installation's environment. */
  source: 'own' | 'default';
  /** The one in use; an older one stays for the sessions it made. */
  active: Flag;
  dialect: string | null;
  /** Installation and account of a Chatwoot connection, for routes and read-outs. */
  base_url: string | null;
  account_id: number | null;
  settings: Json;
  /** Sealed JSON of the secret settings. */
  secrets: Buffer | null;
  /** Sealed JSON `[{secret, validUntil}]`: replaced webhook secrets during their overlap. */
  retired_secrets: Buffer | null;
  created_at: Date;
  updated_at: Date;
}

/** A tenant's onboarding: who is at it now, and what the last one came to. */
export interface OnboardingsTable {
  tenant_id: TenantColumn;
  lease_token: string | null;
  /** On the database's clock. */
  lease_until: Date | null;
  /** Null: none has ended yet. */
  report: Json | null;
  ended_at: Date | null;
}

export interface AuditLogTable {
  /** The nil UUID for what concerns no tenant. */
  tenant_id: TenantColumn;
  id: string;
  actor: string;
  action: string;
  subject: string;
  before_value: Json | null;
  after_value: Json | null;
  created_at: Date;
}
