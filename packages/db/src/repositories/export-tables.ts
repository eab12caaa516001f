import type { ClaimedTables, TenantTables } from '../schema/tables.ts';

/** How the rows of one table are taken out of the platform. */
export interface ExportTable {
  /** `type` of its lines. */
  type: string;
  table: (keyof TenantTables | keyof ClaimedTables) & string;
  /** The column after `tenant_id` in its primary key; null: a tenant has one row. */
  key: string | null;
  /** Columns that hold JSON. */
  json?: readonly string[];
  /** Columns that may be large: how much is read at once depends on them. */
  large?: readonly string[];
  /** Secrets, and what means nothing outside. */
  leftOut?: readonly string[];
}

/** Of what a tenant consists, in the order of its export. A test holds it against the tables that there are. */
export const exportTables: readonly ExportTable[] = [
  { type: 'user', table: 'tenant_users', key: 'id' },
  { type: 'key', table: 'api_keys', key: 'id', leftOut: ['key_hash'] },
  {
    type: 'connection',
    table: 'connections',
    key: 'id',
    json: ['settings'],
    leftOut: ['secrets', 'retired_secrets'],
  },
  { type: 'inbox', table: 'inbox_routes', key: 'inbox_id' },
  {
    type: 'config',
    table: 'chatbot_configs',
    key: null,
    json: ['settings'],
    leftOut: ['retention_due_at'],
  },
  {
    type: 'config-version',
    table: 'config_versions',
    key: 'version',
    json: ['settings'],
    large: ['settings'],
  },
  { type: 'knowledge', table: 'knowledge_bases', key: 'id', json: ['tags'], large: ['answer'] },
  { type: 'retired-entry', table: 'retired_entries', key: 'content_hash', json: ['tags'], large: ['answer'] },
  { type: 'retired-knowledge', table: 'retired_knowledge_bases', key: 'knowledge_hash', large: ['entries'] },
  {
    type: 'session',
    table: 'chat_sessions',
    key: 'id',
    json: ['offered_choices', 'fallbacks', 'last_question'],
  },
  { type: 'owner-change', table: 'ownership_changes', key: 'id' },
  { type: 'inbound', table: 'inbound_messages', key: 'id', json: ['body'], large: ['body'] },
  { type: 'turn', table: 'turns', key: 'id' },
  { type: 'outbound', table: 'outbound_messages', key: 'id', json: ['payload'], large: ['payload'] },
  { type: 'dead-letter', table: 'dead_letters', key: 'id' },
  { type: 'attempt', table: 'delivery_attempts', key: 'id' },
  {
    type: 'sync-run',
    table: 'sync_runs',
    key: 'id',
    json: ['entries'],
    large: ['entries'],
    leftOut: ['slot', 'lease_token', 'lease_owner', 'lease_until'],
  },
  { type: 'sync-state', table: 'sync_states', key: null },
  {
    type: 'onboarding',
    table: 'onboardings',
    key: null,
    json: ['report'],
    leftOut: ['lease_token', 'lease_until'],
  },
  {
    type: 'erasure',
    table: 'erasures',
    key: 'id',
    json: ['removed', 'engine'],
    leftOut: ['subject', 'lease_until'],
  },
  {
    type: 'change',
    table: 'audit_log',
    key: 'id',
    json: ['before_value', 'after_value'],
    large: ['before_value', 'after_value'],
  },
];

/** Tables of tenants that are not exported: order of work that means nothing elsewhere, and hashes of keys. */
export const notExported: readonly string[] = ['lanes', 'webhook_keys'];
