import type { ConnectionId, TenantId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.ts';

export interface WebhookKeyOwner {
  tenantId: TenantId;
  connectionId: ConnectionId;
  provider: 'chatwoot' | 'botpress';
  /** End of a replaced key's overlap; null: in use. */
  validUntil: Date | null;
}

/** Which connection a webhook key belongs to. Keys are made, replaced and removed with their connection. */
export class WebhookKeys {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** By SHA-256 (hex) of the key; null also once its overlap is over at `now`. */
  async findByHash(hash: string, now: Date): Promise<WebhookKeyOwner | null> {
    const row = await this.#db
      .selectFrom('webhook_keys')
      .where('key_hash', '=', hash)
      .selectAll()
      .executeTakeFirst();
    if (!row || (row.valid_until !== null && row.valid_until <= now)) return null;
    return {
      tenantId: row.tenant_id as TenantId,
      connectionId: row.connection_id as ConnectionId,
      provider: row.provider,
      validUntil: row.valid_until,
    };
  }
}
