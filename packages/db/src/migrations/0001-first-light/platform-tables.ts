import { at, id, text, word } from './columns.ts';

export const platformTables = [
  `CREATE TABLE IF NOT EXISTS tenants (
    id ${id} NOT NULL PRIMARY KEY,
    name ${text(200)} NOT NULL,
    slug ${text(63)} NOT NULL,
    status ${word(16)} NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1,
    created_at ${at} NOT NULL,
    updated_at ${at} NOT NULL,
    UNIQUE KEY slug (slug)
  )`,
  `CREATE TABLE IF NOT EXISTS inbox_routes (
    installation ${text(300)} NOT NULL,
    account_id BIGINT NOT NULL,
    inbox_id BIGINT NOT NULL,
    tenant_id ${id} NOT NULL,
    connection_id ${id} NOT NULL,
    PRIMARY KEY (installation, account_id, inbox_id),
    KEY tenant (tenant_id)
  )`,
  `CREATE TABLE IF NOT EXISTS webhook_keys (
    key_hash ${word(64)} NOT NULL PRIMARY KEY,
    tenant_id ${id} NOT NULL,
    connection_id ${id} NOT NULL,
    provider ${word(32)} NOT NULL,
    valid_until ${at} NULL,
    created_at ${at} NOT NULL,
    KEY connection (tenant_id, connection_id)
  )`,
  `CREATE TABLE IF NOT EXISTS api_keys (
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
