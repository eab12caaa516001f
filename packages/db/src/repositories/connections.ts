import { randomBytes } from 'node:crypto';
import { newId } from '@tandem/runtime';
import type { Actor, ConnectionId } from '@tandem/schemas';
import { openConnection } from '../open-connection.ts';
import type { Sealer } from '../sealed.ts';
import { sha256 } from '../sha256.ts';
import type { TenantDb } from '../tenant-db.ts';
import { type StoredConnection, toStoredConnection } from '../tenant-snapshot.ts';
import { Audit } from './audit.ts';
import { beginChange, endChange } from './begin-change.ts';
import { type MergedConnection, mergeConnection } from './merge-connection.ts';
import { type Resealed, resealValues } from './reseal-values.ts';
import { type ClaimRights, settleInboxRoutes } from './settle-inbox-routes.ts';

type Provider = StoredConnection['provider'];

export interface ConnectionWrite extends ClaimRights {
  provider: Provider;
  /** Given fields replace, others stay, `null` takes away. `webhookSecrets: null` also ends the overlap of replaced ones. */
  settings: Record<string, unknown>;
  /** Which of them are secret (the provider's `secretSettings`). */
  secretSettings: readonly string[];
  /** Makes a new webhook key; the old one stays valid for the overlap. */
  rotateWebhookKey?: boolean | undefined;
  /** How long replaced webhook secrets and keys stay valid; 24 when not given, 0: not at all. */
  secretOverlapHours?: number | undefined;
  sealer: Sealer;
  actor: Actor;
  now: Date;
}

export interface ConnectionWritten {
  connection: StoredConnection;
  /** The names of the secrets that are set. */
  secretNames: string[];
  /** The key itself, here and never again; null when it was neither made nor rotated. */
  webhookKey: string | null;
  /** The tenant's, with this change. */
  revision: number;
}

/** One tenant's links to upstreams. Of each provider one is in use; older ones stay for the sessions they made. */
export class Connections {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** The one in use; null: none yet, or the installation's. */
  async active(provider: Provider): Promise<StoredConnection | null> {
    const row = await this.#db
      .select('connections')
      .where('provider', '=', provider)
      .where('active', '=', 1)
      .selectAll()
      .executeTakeFirst();
    return row ? toStoredConnection(row) : null;
  }

  /** Also one that is no longer in use. */
  async get(id: ConnectionId): Promise<StoredConnection | null> {
    const row = await this.#db.select('connections').where('id', '=', id).selectAll().executeTakeFirst();
    return row ? toStoredConnection(row) : null;
  }

  /**
   * Makes or changes the connection in use, with its webhook key and inbox routes, audit row and revision, in one
   * transaction. Another installation or account makes a new one. AppError `unprocessable` (what is missing), `conflict`
   * or `forbidden` (inbox), `not_found` (tenant).
   */
  async write(input: ConnectionWrite): Promise<ConnectionWritten> {
    return await this.#db.transaction((db) => new Connections(db).#write(input));
  }

  /** Seals the tenant's secrets anew that another key than the first one sealed. AppError `not_found` (tenant). */
  async reseal(input: { sealer: Sealer; actor: Actor; now: Date }): Promise<Resealed> {
    return await this.#db.transaction((db) => resealValues(db, input));
  }

  async #write(input: ConnectionWrite): Promise<ConnectionWritten> {
    const { provider, sealer, actor, now, secretOverlapHours = 24 } = input;
    await beginChange(this.#db, now);
    const before = await this.active(provider);
    const opened = before && openConnection(sealer, { tenantId: this.#db.tenantId, connection: before });
    const current = before && opened ? { ...before, opened } : null;
    const { settings: patch, secretSettings } = input;
    const merged = mergeConnection({ provider, current, patch, secretSettings, secretOverlapHours, now });
    const fresh = before === null || merged.moved;
    if (before !== null && merged.moved) await this.#retire(before.id, now);
    const id = fresh ? newId<ConnectionId>() : before.id;
    await this.#store(id, { provider, merged, sealer, now, fresh });
    const validUntil = new Date(now.getTime() + secretOverlapHours * 3_600_000);
    const rotated = fresh || input.rotateWebhookKey === true;
    const webhookKey = rotated ? await this.#newWebhookKey(id, { provider, now, validUntil }) : null;
    if (provider === 'chatwoot') await settleInboxRoutes(this.#db, input);
    const secretNames = Object.keys(merged.secrets);
    await new Audit(this.#db).record({
      actor,
      action: 'connection.write',
      subject: `connection:${id}`,
      before: current && view(current, current.opened.secretNames),
      after: { ...view(merged, secretNames), replaced: changedSecrets(input), newWebhookKey: rotated },
      now,
    });
    const connection = await this.get(id);
    if (!connection) throw new Error(`connection ${id} is gone`);
    return { connection, secretNames, webhookKey, revision: await endChange(this.#db, now) };
  }

  async #store(
    id: ConnectionId,
    input: { provider: Provider; merged: MergedConnection; sealer: Sealer; now: Date; fresh: boolean },
  ): Promise<void> {
    const { provider, merged, sealer, now, fresh } = input;
    const seal = (value: unknown): Buffer =>
      sealer.seal(JSON.stringify(value), { tenantId: this.#db.tenantId, connectionId: id });
    const row = {
      dialect: merged.dialect,
      base_url: merged.baseUrl,
      account_id: merged.accountId,
      settings: JSON.stringify(merged.settings),
      secrets: Object.keys(merged.secrets).length === 0 ? null : seal(merged.secrets),
      retired_secrets: merged.retired.length === 0 ? null : seal(merged.retired),
      updated_at: now,
    };
    if (!fresh) {
      await this.#db.update('connections').where('id', '=', id).set(row).execute();
      return;
    }
    const made = { ...row, id, provider, source: 'own' as const, active: 1 as const, created_at: now };
    await this.#db.insert('connections', [made]).execute();
  }

  /** Out of use: its sessions keep it, webhooks under its keys are unknown from now on. */
  async #retire(id: string, now: Date): Promise<void> {
    await this.#db.update('connections').where('id', '=', id).set({ active: 0, updated_at: now }).execute();
    await this.#db.delete('webhook_keys').where('connection_id', '=', id).execute();
  }

  async #newWebhookKey(
    connectionId: ConnectionId,
    { provider, now, validUntil }: { provider: Provider; now: Date; validUntil: Date },
  ): Promise<string> {
    const keys = () => this.#db.update('webhook_keys').where('connection_id', '=', connectionId);
    await keys().where('valid_until', 'is', null).set({ valid_until: validUntil }).execute();
    await this.#db
      .delete('webhook_keys')
      .where('connection_id', '=', connectionId)
      .where('valid_until', '<=', now)
      .execute();
    const key = randomBytes(32).toString('base64url');
    const row = {
      key_hash: sha256(key),
      connection_id: connectionId,
      provider,
      valid_until: null,
      created_at: now,
    };
    if (!(await this.#db.claim('webhook_keys', row))) throw new Error('two webhook keys with one hash');
    return key;
  }
}

function view(
  connection: Pick<StoredConnection, 'dialect' | 'settings'>,
  secretNames: string[],
): Record<string, unknown> {
  return { dialect: connection.dialect, settings: connection.settings, secrets: secretNames };
}

const changedSecrets = ({ settings, secretSettings }: ConnectionWrite): string[] =>
  secretSettings.filter((name) => settings[name] !== undefined);
