import type { StoredConnection, TenantScope } from '@tandem/db';
import { type EngineDialect, engineDialects } from '@tandem/integrations/contract';
import type { TenantId } from '@tandem/schemas';
import type { TargetContext } from './context.ts';

/**
 * Where a tenant's configuration and knowledge have to be.
 * - `none`: the tenant has no engine.
 * - `carried`: nowhere; they travel with every request (generic, v12, and bots whose cloud we may not write to).
 * - `cloud`: in Botpress Cloud. `own`: the bot is the tenant's alone (contracts/botpress.md §3.4). `shared`: the bot is the
 *   installation's, so that nothing of a tenant may be where the bot itself would look for it (§3.5).
 */
export type SyncTarget =
  | { kind: 'none' }
  | { kind: 'carried'; dialect: EngineDialect; key: string }
  | { kind: 'cloud'; use: 'own' | 'shared'; botId: string; settings: Record<string, unknown>; key: string };

/** Dialects whose bots live in Botpress Cloud. */
const cloudDialects: readonly EngineDialect[] = ['chat_api', 'messaging_api'];

/** The target of one tenant, its secrets opened. */
export async function readTarget(context: TargetContext, scope: TenantScope): Promise<SyncTarget> {
  const stored = await scope.connections.active('botpress');
  return decideTarget(context, { tenantId: scope.tenantId, connection: stored });
}

export function decideTarget(
  context: TargetContext,
  input: { tenantId: TenantId; connection: StoredConnection | null },
): SyncTarget {
  const { botpress } = context.installation;
  const own = input.connection?.source === 'own' ? input.connection : null;
  const dialect = own ? engineDialects.find((one) => one === own.dialect) : botpress?.dialect;
  if (dialect === undefined) return { kind: 'none' };
  const key =
    targetKey(context.installation, own && { id: own.id, updatedAt: new Date(own.updatedAt) }) ?? '';
  const settings = own ? context.open(input.tenantId, own).settings : (botpress?.settings ?? {});
  const botId = botIdOf(dialect, settings);
  if (botId === null) return { kind: 'carried', dialect, key };
  const isShared = own === null || botId === botIdOf(botpress?.dialect, botpress?.settings);
  return { kind: 'cloud', use: isShared ? 'shared' : 'own', botId, settings, key };
}

/**
 * Names the target without opening anything: another connection or a changed one is another target. Null: no engine. Pure.
 */
export function targetKey(
  { botpress }: TargetContext['installation'],
  connection: { id: string; updatedAt: Date } | null,
): string | null {
  if (connection !== null) return `own ${connection.id} ${connection.updatedAt.toISOString()}`;
  if (botpress === null) return null;
  const { apiUrl = '' } = botpress.settings ?? {};
  return `installation ${botpress.dialect} ${apiUrl} ${botIdOf(botpress.dialect, botpress.settings) ?? ''}`;
}

/** Whether tenants without a connection of their own have anything to upload. Pure. */
export const isInstallationCloud = ({ botpress }: TargetContext['installation']): boolean =>
  botIdOf(botpress?.dialect, botpress?.settings) !== null;

/** The bot whose cloud we may write to; null when it has none, or we have no token for it. */
function botIdOf(
  dialect: EngineDialect | undefined,
  settings: Record<string, unknown> | undefined,
): string | null {
  if (dialect === undefined || !cloudDialects.includes(dialect)) return null;
  const { token, botId } = settings ?? {};
  return typeof token === 'string' && token !== '' && typeof botId === 'string' && botId !== ''
    ? botId
    : null;
}
