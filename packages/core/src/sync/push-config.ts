import type { SyncEntryResult } from '@tandem/db';
import { type EngineTables, UpstreamError } from '@tandem/integrations/contract';
import { type Config, configDefaults, type TenantId } from '@tandem/schemas';
import { tenantContext } from '../routing/tenant-context.ts';
import { sha256 } from './wanted-hash.ts';

/** Names of tables usually end in `Table` (contracts/botpress.md §3.2). */
const configTable = 'TandemConfigTable';
const keyColumn = 'tenantId';
/** Rows have 4 KB each: this makes room for the 8 KB of the context. */
const factor = 3;

const columns = {
  tenantId: 'string',
  hash: 'string',
  configVersion: 'number',
  botName: 'string',
  systemPrompt: 'string',
  language: 'string',
  timezone: 'string',
  fallbackMessage: 'string',
  allowedActions: 'string',
  escalationRules: 'string',
} as const;
type Row = {
  -readonly [Name in keyof typeof columns]: (typeof columns)[Name] extends 'number' ? number : string;
};

/** Puts the configuration into the bot's config table, and reads it back. Throws `UpstreamError`. */
export async function pushConfig(
  context: { tables: EngineTables },
  input: { tenantId: TenantId; config: Config; configVersion: number },
): Promise<SyncEntryResult> {
  const { tables } = context;
  const row = configRow(input);
  if ((await heldHash(tables, row)) === row.hash) return { key: 'config', outcome: 'unchanged' };
  await tables.ensure({ table: configTable, keyColumn, columns, factor });
  await tables.upsert({ table: configTable, keyColumn, rows: [row] });
  if ((await heldHash(tables, row)) === row.hash) return { key: 'config', outcome: 'uploaded' };
  return { key: 'config', outcome: 'failed', reason: 'not there when it was read back' };
}

/** What flows of a tenant's own bot may read. `hash` tells contents apart; a new version of the same content is no change. Pure. */
function configRow(input: { tenantId: TenantId; config: Config; configVersion: number }): Row {
  const { config, tenantId, configVersion } = input;
  // The time only decides `businessHours.open`, which has no place in a table.
  const context = tenantContext({ ...input, now: new Date(0) });
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));
  const content = {
    botName: config.botName ?? '',
    systemPrompt: context.systemPrompt === null ? '' : text(context.systemPrompt),
    language: config.language,
    timezone: config.businessHours?.timezone ?? '',
    fallbackMessage: text(context.fallbackMessage ?? configDefaults.fallbackMessage),
    allowedActions: text(context.allowedActions),
    escalationRules: text(context.escalationRules),
  };
  return { tenantId, configVersion, hash: sha256(JSON.stringify(content)), ...content };
}

/** Null where there is no such row, or no such table yet. */
async function heldHash(tables: EngineTables, row: Row): Promise<unknown> {
  try {
    const [held] = await tables.find({ table: configTable, where: { tenantId: row.tenantId }, limit: 1 });
    return held?.hash ?? null;
  } catch (error) {
    if (error instanceof UpstreamError && error.status === 404) return null;
    throw error;
  }
}
