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
  updated_at: Date;
}

export interface ConfigVersionsTable {
  tenant_id: TenantColumn;
  version: number;
  settings: Json;
  knowledge_hash: string;
  actor: string;
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
