import { type Kysely, sql } from 'kysely';

const id = 'CHAR(36) CHARACTER SET ascii COLLATE ascii_bin';
const word = (length: number) => `VARCHAR(${length}) CHARACTER SET ascii COLLATE ascii_bin`;
const text = (length: number) => `VARCHAR(${length})`;
const at = 'DATETIME(3)';
const json = 'LONGTEXT';

/**
 * Every tenant table leads its primary and unique keys with `tenant_id`; plain secondary keys may serve the platform's
 * search for due work. Text is utf8mb4_bin: MySQL and MariaDB share no better collation, and ids compare exactly.
 */
const tables = [
  `CREATE TABLE tenants (
    id ${id} NOT NULL PRIMARY KEY,
    name ${text(200)} NOT NULL,
    slug ${word(63)} NOT NULL,
    status ${word(16)} NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1,
    created_at ${at} NOT NULL,
    updated_at ${at} NOT NULL,
    UNIQUE KEY slug (slug)
  )`,
  `CREATE TABLE tenant_users (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    email ${text(254)} NOT NULL,
    role ${word(16)} NOT NULL,
    created_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY email (tenant_id, email)
  )`,
  `CREATE TABLE chatbot_configs (
    tenant_id ${id} NOT NULL PRIMARY KEY,
    version INT NOT NULL,
    botpress_bot_id ${text(200)} NULL,
    chatwoot_inbox_id ${word(20)} NULL,
    settings ${json} NOT NULL,
    updated_at ${at} NOT NULL
  )`,
  `CREATE TABLE config_versions (
    tenant_id ${id} NOT NULL,
    version INT NOT NULL,
    settings ${json} NOT NULL,
    knowledge_hash ${word(64)} NOT NULL,
    actor ${text(100)} NOT NULL,
    created_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, version)
  )`,
  `CREATE TABLE knowledge_bases (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    position INT NOT NULL,
    question ${text(2000)} NOT NULL,
    answer MEDIUMTEXT NOT NULL,
    tags ${json} NOT NULL,
    content_hash ${word(64)} NOT NULL,
    created_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY position (tenant_id, position)
  )`,
  `CREATE TABLE connections (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    provider ${word(32)} NOT NULL,
    source ${word(16)} NOT NULL,
    active TINYINT NOT NULL,
    dialect ${word(32)} NULL,
    base_url ${text(500)} NULL,
    account_id BIGINT NULL,
    settings ${json} NOT NULL,
    secrets MEDIUMBLOB NULL,
    retired_secrets MEDIUMBLOB NULL,
    created_at ${at} NOT NULL,
    updated_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY in_use (tenant_id, provider, active)
  )`,
  `CREATE TABLE chat_sessions (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    connection_id ${id} NOT NULL,
    conversation_id BIGINT NOT NULL,
    inbox_id BIGINT NULL,
    contact_id BIGINT NULL,
    contact_name ${text(200)} NULL,
    engine_user_id ${word(80)} NOT NULL,
    engine_conversation_id ${word(80)} NOT NULL,
    engine_generation INT NOT NULL,
    engine_open TINYINT NOT NULL,
    owner ${word(16)} NOT NULL,
    owner_reason ${text(500)} NOT NULL,
    owner_actor ${text(100)} NOT NULL,
    owner_since ${at} NOT NULL,
    typing TINYINT NOT NULL DEFAULT 0,
    last_taken_message_id BIGINT NULL,
    last_position BIGINT NOT NULL DEFAULT 0,
    fallback_at ${at} NULL,
    last_activity_at ${at} NOT NULL,
    created_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY conversation (tenant_id, connection_id, conversation_id),
    UNIQUE KEY engine_conversation (tenant_id, engine_conversation_id),
    KEY recent (tenant_id, last_activity_at),
    KEY by_conversation (conversation_id)
  )`,
  `CREATE TABLE ownership_changes (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    session_id ${id} NOT NULL,
    from_owner ${word(16)} NULL,
    to_owner ${word(16)} NOT NULL,
    reason ${text(500)} NOT NULL,
    actor ${text(100)} NOT NULL,
    cause_id ${id} NULL,
    created_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY session (tenant_id, session_id)
  )`,
  `CREATE TABLE lanes (
    tenant_id ${id} NOT NULL,
    connection_id ${id} NOT NULL,
    conversation_id BIGINT NOT NULL,
    direction ${word(16)} NOT NULL,
    due_at ${at} NULL,
    lease_owner ${word(64)} NULL,
    lease_token BIGINT NOT NULL DEFAULT 0,
    lease_until ${at} NULL,
    PRIMARY KEY (tenant_id, connection_id, conversation_id, direction),
    KEY due (due_at)
  )`,
  `CREATE TABLE inbound_messages (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    connection_id ${id} NOT NULL,
    conversation_id BIGINT NOT NULL,
    kind ${word(24)} NOT NULL,
    source ${word(24)} NOT NULL,
    channel_message_id BIGINT NULL,
    dedupe_key ${word(120)} NOT NULL,
    duplicates INT NOT NULL DEFAULT 0,
    state ${word(16)} NOT NULL,
    available_at ${at} NULL,
    late TINYINT NOT NULL DEFAULT 0,
    turn_id ${id} NULL,
    end_kind ${word(24)} NULL,
    end_reason ${text(500)} NULL,
    ended_at ${at} NULL,
    received_at ${at} NOT NULL,
    body MEDIUMBLOB NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY dedupe (tenant_id, connection_id, dedupe_key),
    KEY lane (tenant_id, connection_id, conversation_id, state),
    KEY channel_message (tenant_id, channel_message_id)
  )`,
  `CREATE TABLE turns (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    connection_id ${id} NOT NULL,
    conversation_id BIGINT NOT NULL,
    session_id ${id} NOT NULL,
    engine_conversation_id ${word(80)} NOT NULL,
    state ${word(16)} NOT NULL,
    attempts INT NOT NULL DEFAULT 0,
    config_version INT NOT NULL,
    knowledge_left_out INT NOT NULL DEFAULT 0,
    channel_message_id BIGINT NULL,
    taken_at ${at} NULL,
    deadline_at ${at} NOT NULL,
    check_at ${at} NULL,
    end_kind ${word(24)} NULL,
    end_reason ${text(500)} NULL,
    ended_at ${at} NULL,
    created_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY lane (tenant_id, connection_id, conversation_id, state),
    KEY due_check (check_at)
  )`,
  `CREATE TABLE outbound_messages (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    connection_id ${id} NOT NULL,
    conversation_id BIGINT NOT NULL,
    session_id ${id} NOT NULL,
    position BIGINT NOT NULL,
    turn_id ${id} NULL,
    inbound_id ${id} NULL,
    kind ${word(16)} NOT NULL,
    payload ${json} NOT NULL,
    state ${word(16)} NOT NULL,
    reason ${text(500)} NULL,
    attempts INT NOT NULL DEFAULT 0,
    next_attempt_at ${at} NULL,
    expires_at ${at} NOT NULL,
    claimed_at ${at} NULL,
    settle_at ${at} NULL,
    channel_message_id BIGINT NULL,
    sent_at ${at} NULL,
    created_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY position (tenant_id, session_id, position),
    KEY lane (tenant_id, connection_id, conversation_id, state),
    KEY turn (tenant_id, turn_id),
    KEY inbound (tenant_id, inbound_id)
  )`,
  `CREATE TABLE delivery_attempts (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    subject_id ${id} NOT NULL,
    hop ${word(16)} NOT NULL,
    number INT NOT NULL,
    outcome ${word(32)} NOT NULL,
    status INT NULL,
    detail ${text(500)} NULL,
    duration_ms INT NOT NULL,
    worker ${word(64)} NOT NULL,
    created_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY subject (tenant_id, subject_id)
  )`,
  `CREATE TABLE sync_runs (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    status ${word(16)} NOT NULL,
    config_version INT NOT NULL,
    total INT NOT NULL,
    done INT NOT NULL,
    failed INT NOT NULL,
    entries ${json} NOT NULL,
    created_at ${at} NOT NULL,
    ended_at ${at} NULL,
    PRIMARY KEY (tenant_id, id)
  )`,
  `CREATE TABLE audit_log (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    actor ${text(100)} NOT NULL,
    action ${word(64)} NOT NULL,
    subject ${text(200)} NOT NULL,
    before_value ${json} NULL,
    after_value ${json} NULL,
    created_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    KEY feed (created_at)
  )`,
  `CREATE TABLE inbox_routes (
    installation ${text(300)} NOT NULL,
    account_id BIGINT NOT NULL,
    inbox_id BIGINT NOT NULL,
    tenant_id ${id} NOT NULL,
    connection_id ${id} NOT NULL,
    PRIMARY KEY (installation, account_id, inbox_id),
    KEY tenant (tenant_id)
  )`,
  `CREATE TABLE webhook_keys (
    key_hash ${word(64)} NOT NULL PRIMARY KEY,
    tenant_id ${id} NOT NULL,
    connection_id ${id} NOT NULL,
    provider ${word(32)} NOT NULL,
    created_at ${at} NOT NULL,
    KEY connection (tenant_id, connection_id)
  )`,
  `CREATE TABLE api_keys (
    id ${id} NOT NULL PRIMARY KEY,
    tenant_id ${id} NULL,
    user_id ${id} NULL,
    name ${text(200)} NOT NULL,
    role ${word(16)} NOT NULL,
    prefix ${word(32)} NOT NULL,
    key_hash ${word(64)} NOT NULL,
    expires_at ${at} NULL,
    last_used_at ${at} NULL,
    revoked_at ${at} NULL,
    created_at ${at} NOT NULL,
    UNIQUE KEY key_hash (key_hash),
    KEY tenant (tenant_id)
  )`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of tables) {
    await sql.raw(`${statement} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin`).execute(database);
  }
}
