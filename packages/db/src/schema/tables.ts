import type {
  ChatSessionsTable,
  DeliveryAttemptsTable,
  InboundMessagesTable,
  LanesTable,
  OutboundMessagesTable,
  OwnershipChangesTable,
  TurnsTable,
} from './conversation-tables.ts';
import type { DeadLettersTable } from './dead-letter-tables.ts';
import type {
  ApiKeysTable,
  HeartbeatsTable,
  InboxRoutesTable,
  OutagesTable,
  TenantsTable,
  WebhookKeysTable,
} from './platform-tables.ts';
import type {
  AuditLogTable,
  ChatbotConfigsTable,
  ConfigVersionsTable,
  ConnectionsTable,
  ErasuresTable,
  KnowledgeBasesTable,
  OnboardingsTable,
  RetiredEntriesTable,
  RetiredKnowledgeBasesTable,
  TenantUsersTable,
} from './setup-tables.ts';
import type { SyncRunsTable, SyncStatesTable } from './sync-tables.ts';

export type * from './conversation-tables.ts';
export type * from './dead-letter-tables.ts';
export type * from './platform-tables.ts';
export type * from './setup-tables.ts';
export type * from './sync-tables.ts';

/** Tables whose every row belongs to one tenant. */
export interface TenantTables {
  tenant_users: TenantUsersTable;
  chatbot_configs: ChatbotConfigsTable;
  config_versions: ConfigVersionsTable;
  knowledge_bases: KnowledgeBasesTable;
  retired_entries: RetiredEntriesTable;
  retired_knowledge_bases: RetiredKnowledgeBasesTable;
  erasures: ErasuresTable;
  connections: ConnectionsTable;
  chat_sessions: ChatSessionsTable;
  ownership_changes: OwnershipChangesTable;
  lanes: LanesTable;
  inbound_messages: InboundMessagesTable;
  turns: TurnsTable;
  outbound_messages: OutboundMessagesTable;
  dead_letters: DeadLettersTable;
  delivery_attempts: DeliveryAttemptsTable;
  sync_runs: SyncRunsTable;
  onboardings: OnboardingsTable;
  sync_states: SyncStatesTable;
  audit_log: AuditLogTable;
}

/** Platform tables whose rows name their tenant. Their keys are not the tenant's own: rows may be claimed, never upserted. */
export interface ClaimedTables {
  inbox_routes: InboxRoutesTable;
  webhook_keys: WebhookKeysTable;
  api_keys: ApiKeysTable;
}

export interface PlatformTables extends ClaimedTables {
  tenants: TenantsTable;
  heartbeats: HeartbeatsTable;
  outages: OutagesTable;
}

export type Tables = TenantTables & PlatformTables;
