import { newId } from '@tandem/runtime';
import { AppError, type ConnectionId, isSameHost, normalizeBaseUrl } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { parseJson } from '../parse-json.ts';
import type { ConnectionsTable } from '../schema/tables.ts';
import type { TenantDb } from '../tenant-db.ts';

/** The Chatwoot of tenants without a connection of their own. */
export interface Installation {
  baseUrl: string;
  accountId: number;
}

/** What a change of configuration or connections needs to know beside its own fields. */
export interface ClaimRights {
  /** Null: there is no default Chatwoot. */
  installation: Installation | null;
  /** Whether the caller may claim inboxes on the installation's default Chatwoot (role platform). */
  mayClaimDefault: boolean;
}

type Connection = Selectable<ConnectionsTable>;

/**
 * Makes the tenant's inbox routes follow from its configuration and its active Chatwoot connection: what is no longer
 * wanted is released, what is new is claimed. Runs inside the transaction of either change. AppError `conflict` when an
 * inbox is another tenant's, `forbidden` when it is on the default Chatwoot and the caller may not claim there.
 */
export async function settleInboxRoutes(db: TenantDb, input: ClaimRights & { now: Date }): Promise<void> {
  const configured = await configuredInbox(db);
  const connection =
    (await activeChatwoot(db)) ?? (configured === null ? null : await adoptDefault(db, input));
  const wanted = connection === null ? [] : wantedInboxes(connection, configured);
  const installation = connection?.base_url ?? '';
  const held = await db.select('inbox_routes').selectAll().execute();
  const kept = held.filter(
    (route) =>
      route.installation === installation &&
      route.account_id === connection?.account_id &&
      route.connection_id === connection.id &&
      wanted.includes(route.inbox_id),
  );
  for (const route of held) {
    if (kept.includes(route)) continue;
    await db
      .delete('inbox_routes')
      .where('installation', '=', route.installation)
      .where('account_id', '=', route.account_id)
      .where('inbox_id', '=', route.inbox_id)
      .execute();
  }
  for (const inboxId of wanted) {
    if (connection === null || kept.some((route) => route.inbox_id === inboxId)) continue;
    await claim(db, { connection, inboxId, rights: input });
  }
}

async function configuredInbox(db: TenantDb): Promise<number | null> {
  const row = await db.select('chatbot_configs').select('chatwoot_inbox_id').executeTakeFirst();
  return row?.chatwoot_inbox_id == null ? null : Number(row.chatwoot_inbox_id);
}

async function activeChatwoot(db: TenantDb): Promise<Connection | null> {
  const row = await db
    .select('connections')
    .where('provider', '=', 'chatwoot')
    .where('active', '=', 1)
    .selectAll()
    .executeTakeFirst();
  return row ?? null;
}

function wantedInboxes(connection: Connection, configured: number | null): number[] {
  const { inboxId } = parseJson<{ inboxId?: unknown }>(connection.settings);
  const wanted = [configured, inboxId].filter((id) => typeof id === 'number');
  return [...new Set(wanted)].sort((a, b) => a - b);
}

/** A row that stands for the installation's Chatwoot, so that sessions have a connection to belong to. */
async function adoptDefault(db: TenantDb, input: ClaimRights & { now: Date }): Promise<Connection | null> {
  const { installation, now } = input;
  if (installation === null) return null;
  if (!input.mayClaimDefault) throw forbidden();
  const row = {
    id: newId<ConnectionId>(),
    provider: 'chatwoot' as const,
    source: 'default' as const,
    active: 1 as const,
    dialect: null,
    base_url: normalizeBaseUrl(installation.baseUrl),
    account_id: installation.accountId,
    settings: '{}',
    secrets: null,
    retired_secrets: null,
    created_at: now,
    updated_at: now,
  };
  await db.insert('connections', [row]).execute();
  return { ...row, tenant_id: db.tenantId };
}

async function claim(
  db: TenantDb,
  { connection, inboxId, rights }: { connection: Connection; inboxId: number; rights: ClaimRights },
): Promise<void> {
  const { base_url: installation, account_id: accountId } = connection;
  if (installation === null || accountId === null) return;
  if (isDefault(connection, rights.installation) && !rights.mayClaimDefault) throw forbidden();
  const claimed = await db.claim('inbox_routes', {
    installation,
    account_id: accountId,
    inbox_id: inboxId,
    connection_id: connection.id,
  });
  if (claimed) return;
  throw new AppError('conflict', { public: `Inbox ${inboxId} of account ${accountId} is claimed already.` });
}

/**
 * Also a connection of the tenant's own that leads to the host of the default Chatwoot, whichever the account and path: its
 * keyless webhooks are proved by the installation's secret and find their tenant by this claim.
 */
function isDefault(connection: Connection, installation: Installation | null): boolean {
  if (connection.source === 'default') return true;
  const { base_url: baseUrl } = connection;
  return installation !== null && baseUrl !== null && isSameHost(baseUrl, installation.baseUrl);
}

const forbidden = () =>
  new AppError('forbidden', {
    public: "Inboxes on the installation's own Chatwoot are assigned by the platform.",
  });
