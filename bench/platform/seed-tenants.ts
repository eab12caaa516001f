import { newId } from '@tandem/runtime';
import { createPool } from 'mysql2/promise';

interface SeedInput {
  databaseUrl: string;
  installation: string;
  accountId: number;
  inboxIds: readonly number[];
  /** Fields of `config` that differ from the defaults. */
  config: object;
}

const rowsAtOnce = 1_000;

/** Writes a tenant for each inbox straight into the tables: the admin API would take minutes for 100,000. */
export async function seedTenants(input: SeedInput): Promise<void> {
  const pool = createPool({ uri: input.databaseUrl, connectionLimit: 1, timezone: 'Z' });
  const now = new Date();
  const settings = JSON.stringify({ baseUrl: input.installation, accountId: input.accountId });
  try {
    for (let start = 0; start < input.inboxIds.length; start += rowsAtOnce) {
      const rows = input.inboxIds
        .slice(start, start + rowsAtOnce)
        .map((inboxId) => ({ inboxId, tenant: newId<string>(), connection: newId<string>() }));
      await pool.query(
        'INSERT INTO tenants (id, name, slug, status, revision, created_at, updated_at) VALUES ?',
        [
          rows.map(({ tenant, inboxId }) => [
            tenant,
            `Tenant ${inboxId}`,
            `tenant-${inboxId}-${tenant.slice(-12)}`,
            'active',
            1,
            now,
            now,
          ]),
        ],
      );
      await pool.query('INSERT INTO chatbot_configs (tenant_id, version, settings, updated_at) VALUES ?', [
        rows.map(({ tenant }) => [tenant, 1, JSON.stringify(input.config), now]),
      ]);
      await pool.query(
        'INSERT INTO connections (tenant_id, id, provider, source, active, base_url, account_id, settings, created_at, updated_at) VALUES ?',
        [
          rows.map(({ tenant, connection }) => [
            tenant,
            connection,
            'chatwoot',
            'default',
            1,
            input.installation,
            input.accountId,
            settings,
            now,
            now,
          ]),
        ],
      );
      await pool.query(
        'INSERT INTO inbox_routes (installation, account_id, inbox_id, tenant_id, connection_id) VALUES ?',
        [
          rows.map(({ tenant, connection, inboxId }) => [
            input.installation,
            input.accountId,
            inboxId,
            tenant,
            connection,
          ]),
        ],
      );
    }
  } finally {
    await pool.end();
  }
}
