import type { Direction, Owner, Role } from '@tandem/schemas';
import type { ColumnType, Generated } from 'kysely';

/** JSON columns hold text: MariaDB answers them as strings, so every reader parses and every writer stringifies. */
type Json = string;
type Flag = 0 | 1;
/** Given at birth: no update can move a row to another tenant. */
type TenantColumn = ColumnType<string, string, never>;

export interface TenantsTable {
  id: string;
  name: string;
  slug: string;
  status: 'active' | 'suspended';
  /** Grows with every change that a cache may hold: status, config, knowledge, connections. */
  revision: Generated<number>;
  created_at: Date;
  updated_at: Date;
}

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

export interface ChatSessionsTable {
  tenant_id: TenantColumn;
  id: string;
  connection_id: string;
  conversation_id: number;
  inbox_id: number | null;
  contact_id: number | null;
  contact_name: string | null;
  engine_user_id: string;
  engine_conversation_id: string;
  /** Rises when the session expires: the engine gets a new conversation. */
  engine_generation: number;
  /** 1 once the engine's user and conversation exist. */
  engine_open: Flag;
  owner: Owner;
  owner_reason: string;
  owner_actor: string;
  owner_since: Date;
  /** 1 when an agent has written since a human owns: from then on not even notices are sent. */
  agent_replied: Generated<Flag>;
  /** 1 while the customer may see the bot typing: whoever finishes turns it off, also after a crash. */
  typing: Generated<Flag>;
  /** Highest Chatwoot message id that a turn took; a lower one that comes later is late. */
  last_taken_message_id: number | null;
  /** The last position given to an OutboundMessage. */
  last_position: Generated<number>;
  /** When the customer was last told that the bot failed; cleared by the next reply: once per outage. */
  fallback_at: Date | null;
  last_activity_at: Date;
  created_at: Date;
}

export interface OwnershipChangesTable {
  tenant_id: TenantColumn;
  id: string;
  session_id: string;
  from_owner: Owner | null;
  to_owner: Owner;
  reason: string;
  actor: string;
  /** The InboundMessage or Turn that caused it. */
  cause_id: string | null;
  created_at: Date;
}

export interface LanesTable {
  tenant_id: TenantColumn;
  connection_id: string;
  conversation_id: number;
  direction: Direction;
  /** When there is something to do; null: nothing. */
  due_at: Date | null;
  /** 1 when work arrived since the holder last looked. */
  dirty: Generated<Flag>;
  lease_owner: string | null;
  /** Fencing token: rises with every claim. */
  lease_token: Generated<number>;
  lease_until: Date | null;
}

export interface InboundMessagesTable {
  tenant_id: TenantColumn;
  id: string;
  connection_id: string;
  conversation_id: number;
  /** `customer-message`, `choice`, `agent-message`, `echo`, `status`, `deleted` of a channel; `reply` of an engine. */
  kind: string;
  /** Which dialect or provider wrote `body`. */
  source: string;
  channel_message_id: number | null;
  dedupe_key: string;
  /** How often the same came again. */
  duplicates: Generated<number>;
  state: 'pending' | 'in-turn' | 'ended';
  /** Not to be taken before this: pacing. Null: at once. */
  available_at: Date | null;
  late: Generated<Flag>;
  turn_id: string | null;
  end_kind: string | null;
  end_reason: string | null;
  ended_at: Date | null;
  received_at: Date;
  /** The body as it came, secrets of end users taken out. */
  body: Buffer;
}

export interface TurnsTable {
  tenant_id: TenantColumn;
  id: string;
  connection_id: string;
  conversation_id: number;
  session_id: string;
  engine_conversation_id: string;
  /**
   * `sending`: being carried to the engine; `waiting`: the engine has it; `answered`: a reply came, more may;
   * `ended`: settled, see `end_kind`.
   */
  state: 'sending' | 'waiting' | 'answered' | 'ended';
  attempts: Generated<number>;
  config_version: number;
  knowledge_left_out: Generated<number>;
  channel_message_id: number | null;
  /** When the engine took it: the engine's clock where told, ours otherwise. */
  taken_at: Date | null;
  /** While `sending`: not to be tried again before this. */
  next_attempt_at: Date | null;
  deadline_at: Date;
  /** When to ask the engine what became of it; null: no need. */
  check_at: Date | null;
  end_kind: string | null;
  end_reason: string | null;
  ended_at: Date | null;
  created_at: Date;
}

export interface OutboundMessagesTable {
  tenant_id: TenantColumn;
  id: string;
  connection_id: string;
  conversation_id: number;
  session_id: string;
  /** Order within the session. */
  position: number;
  turn_id: string | null;
  /** The InboundMessage it came from. */
  inbound_id: string | null;
  /** `reply`: held back while a human owns; `notice`: may be sent while a human owns; `status`: sets the conversation's status. */
  kind: 'reply' | 'notice' | 'status';
  payload: Json;
  state: 'pending' | 'sending' | 'unknown' | 'sent' | 'suppressed' | 'dead';
  reason: string | null;
  attempts: Generated<number>;
  next_attempt_at: Date | null;
  expires_at: Date;
  /** When its latest send was claimed (database clock). */
  claimed_at: Date | null;
  /** `unknown`: not read back before this. */
  settle_at: Date | null;
  channel_message_id: number | null;
  sent_at: Date | null;
  created_at: Date;
}

export interface DeliveryAttemptsTable {
  tenant_id: TenantColumn;
  id: string;
  /** The Turn or OutboundMessage that was tried. */
  subject_id: string;
  hop: 'engine' | 'channel';
  number: number;
  outcome: string;
  status: number | null;
  detail: string | null;
  duration_ms: number;
  worker: string;
  created_at: Date;
}

export interface SyncRunsTable {
  tenant_id: TenantColumn;
  id: string;
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  config_version: number;
  total: number;
  done: number;
  failed: number;
  entries: Json;
  created_at: Date;
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

/** Tables whose every row belongs to one tenant. */
export interface TenantTables {
  tenant_users: TenantUsersTable;
  chatbot_configs: ChatbotConfigsTable;
  config_versions: ConfigVersionsTable;
  knowledge_bases: KnowledgeBasesTable;
  connections: ConnectionsTable;
  chat_sessions: ChatSessionsTable;
  ownership_changes: OwnershipChangesTable;
  lanes: LanesTable;
  inbound_messages: InboundMessagesTable;
  turns: TurnsTable;
  outbound_messages: OutboundMessagesTable;
  delivery_attempts: DeliveryAttemptsTable;
  sync_runs: SyncRunsTable;
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
}

export type Tables = TenantTables & PlatformTables;
