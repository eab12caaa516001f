import { type ConnectionId, normalizeBaseUrl, type TenantId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.ts';

/** A Chatwoot inbox: its id is unique within an account, the account's within an installation. */
export interface InboxAddress {
  /** Base URL, in any spelling. */
  installation: string;
  accountId: number;
  inboxId: number;
}

export interface InboxOwner {
  tenantId: TenantId;
  connectionId: ConnectionId;
}

/** Whose inbox it is. Inboxes are claimed and released with the tenant's configuration and connections. */
export class InboxRoutes {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async find(address: InboxAddress): Promise<InboxOwner | null> {
    const row = await this.#db
      .selectFrom('inbox_routes')
      .where('installation', '=', normalizeBaseUrl(address.installation))
      .where('account_id', '=', address.accountId)
      .where('inbox_id', '=', address.inboxId)
      .select(['tenant_id', 'connection_id'])
      .executeTakeFirst();
    return row
      ? { tenantId: row.tenant_id as TenantId, connectionId: row.connection_id as ConnectionId }
      : null;
  }

  /** Base URLs of installations whose inboxes are claimed, at most `limit` of them. */
  async installations(limit: number): Promise<string[]> {
    const rows = await this.#db
      .selectFrom('inbox_routes')
      .select('installation')
      .distinct()
      .limit(limit)
      .execute();
    return rows.map(({ installation }) => installation);
  }

  /**
   * Inboxes whose account and number are claimed under several base URLs: several installations, or one in several
   * spellings. At most `limit` of them.
   */
  async namesakes(limit: number): Promise<{ accountId: number; inboxId: number; installations: string[] }[]> {
    const numbers = await this.#db
      .selectFrom('inbox_routes')
      .select(['account_id', 'inbox_id'])
      .groupBy(['account_id', 'inbox_id'])
      .having(({ fn }) => fn.countAll(), '>', 1)
      .limit(limit)
      .execute();
    const found = [];
    for (const { account_id: accountId, inbox_id: inboxId } of numbers) {
      const rows = await this.#db
        .selectFrom('inbox_routes')
        .where('account_id', '=', accountId)
        .where('inbox_id', '=', inboxId)
        .select('installation')
        .limit(limit)
        .execute();
      found.push({ accountId, inboxId, installations: rows.map(({ installation }) => installation) });
    }
    return found;
  }
}
