import type { Actor } from '@tandem/schemas';
import { sql } from 'kysely';
import { leaseEnd } from '../lease-end.ts';
import { parseJson } from '../parse-json.ts';
import type { TenantDb } from '../tenant-db.ts';
import { Audit } from './audit.ts';

interface Lease {
  /** A UUID of this run alone. */
  token: string;
  leaseMs: number;
}

/** The Onboarding of one tenant: one at a time, by a lease on the database's clock. */
export class Onboardings {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** False while another one is at it, or when there is no such tenant. */
  async begin({ token, leaseMs }: Lease): Promise<boolean> {
    await this.#db.raw(
      (tenantId) => sql`
        INSERT INTO onboardings (tenant_id) SELECT id FROM tenants WHERE id = ${tenantId}
        ON DUPLICATE KEY UPDATE tenant_id = onboardings.tenant_id`,
    );
    const result = await this.#db
      .update('onboardings')
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', sql<Date>`NOW(3)`)]))
      .set({ lease_token: token, lease_until: leaseEnd(leaseMs) })
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** False when it is no longer ours: whatever comes next belongs to another run. */
  async renew({ token, leaseMs }: Lease): Promise<boolean> {
    const result = await this.#held(token)
      .where('lease_until', '>', sql<Date>`NOW(3)`)
      .set({ lease_until: leaseEnd(leaseMs) })
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  /** Stores what it came to, with an audit row, and lets the next one begin; nothing when it is no longer ours. */
  async finish(input: { token: string; report: object; actor: Actor; now: Date }): Promise<void> {
    const { token, report, actor, now } = input;
    await this.#db.transaction(async (db) => {
      const row = { report: JSON.stringify(report), ended_at: now, lease_token: null, lease_until: null };
      const held = db.update('onboardings').where('lease_token', '=', token);
      if ((await held.set(row).executeTakeFirst()).numUpdatedRows === 0n) return;
      const entry = { action: 'onboarding.run', subject: 'onboarding', before: null, after: report };
      await new Audit(db).record({ ...entry, actor, now });
    });
  }

  /** What the last one came to; null when none has ended. */
  async last(): Promise<unknown> {
    const row = await this.#db.select('onboardings').select('report').executeTakeFirst();
    return row?.report == null ? null : parseJson<unknown>(row.report);
  }

  #held(token: string) {
    return this.#db.update('onboardings').where('lease_token', '=', token);
  }
}
