import type { TenantId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import type { Tables } from '../schema/tables.ts';

/** The platform's search for tenants whose old conversations are to go. */
export class RetentionWork {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  /** Those to look over by `at`, the longest waiting first. */
  async due(at: Date, limit: number): Promise<TenantId[]> {
    const rows = await this.#db
      .selectFrom('chatbot_configs')
      .where('retention_due_at', '<=', at)
      .select('tenant_id')
      .orderBy('retention_due_at')
      .limit(limit)
      .execute();
    return rows.map((row) => row.tenant_id as TenantId);
  }
}
