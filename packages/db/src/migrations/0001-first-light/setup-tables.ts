import { at, id, json, text, word } from './columns.ts';

export const setupTables = [
  `CREATE TABLE IF NOT EXISTS tenant_users (
    tenant_id ${id} NOT NULL,
    id ${id} NOT NULL,
    email ${text(254)} NOT NULL,
    role ${word(16)} NOT NULL,
    created_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE KEY email (tenant_id, email)
  )`,
  `CREATE TABLE IF NOT EXISTS chatbot_configs (
    tenant_id ${id} NOT NULL PRIMARY KEY,
    version INT NOT NULL,
    botpress_bot_id ${text(200)} NULL,
    chatwoot_inbox_id ${word(20)} NULL,
    settings ${json} NOT NULL,
    updated_at ${at} NOT NULL
  )`,
  `CREATE TABLE IF NOT EXISTS config_versions (
    tenant_id ${id} NOT NULL,
    version INT NOT NULL,
    settings ${json} NOT NULL,
    knowledge_hash ${word(64)} NOT NULL,
    actor ${text(100)} NOT NULL,
    created_at ${at} NOT NULL,
    PRIMARY KEY (tenant_id, version)
  )`,
  `CREATE TABLE IF NOT EXISTS knowledge_bases (
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
  `CREATE TABLE IF NOT EXISTS connections (
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
  `CREATE TABLE IF NOT EXISTS sync_runs (
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
  `CREATE TABLE IF NOT EXISTS audit_log (
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
];
