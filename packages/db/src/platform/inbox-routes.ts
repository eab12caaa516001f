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
}
