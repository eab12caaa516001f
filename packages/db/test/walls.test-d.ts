import type { ConnectionId, SessionId, TenantId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import * as published from '../src/index.ts';
import type { Tables } from '../src/schema/tables.ts';
import { TenantDb } from '../src/tenant-db.ts';

/** The first wall: what must not compile. The compiler is the test: an expected error that is none fails it. */
declare const database: published.Database;
declare const tenantId: TenantId;
declare const sessionId: SessionId;
declare const connectionId: ConnectionId;
declare const kysely: Kysely<Tables>;

// No statement without a tenant.
// @ts-expect-error: a tenant must be entered
database.sessions;
// @ts-expect-error: a tenant must be named
database.enter();
// @ts-expect-error: a plain string is no tenant
database.enter('0198c0de-0000-7000-8000-000000000001');
// @ts-expect-error: statements of a tenant need one
new TenantDb(kysely);

// Kysely stays inside.
// @ts-expect-error
database.db;
// @ts-expect-error
database['#db'];
// @ts-expect-error
database.enter(tenantId).db;
// @ts-expect-error
database.enter(tenantId).sessions.db;
// @ts-expect-error
database.platform.db;
// @ts-expect-error: only its type is public, so that nobody outside makes one
published.TenantScope;
// @ts-expect-error
published.PlatformScope;
// @ts-expect-error
published.TenantDb;

// Ids of one kind do not pass for another.
// @ts-expect-error
database.enter(sessionId);
// @ts-expect-error
void database.enter(tenantId).sessions.get(tenantId);
// @ts-expect-error
void database.enter(tenantId).sessions.get(connectionId);
// @ts-expect-error
void database.enter(tenantId).connections.get(sessionId);
// @ts-expect-error
void database.platform.tenants.get(connectionId);

// Inside the package: the tenant of a row is not the repository's to choose, and platform tables are out of reach.
declare const db: TenantDb;
const lane = { connection_id: 'c', conversation_id: 1, direction: 'to-engine' as const, due_at: null };
const free = { lease_owner: null, lease_until: null };
db.insert('lanes', [{ ...lane, ...free }]);
// @ts-expect-error: inserts add the tenant themselves
db.insert('lanes', [{ ...lane, ...free, tenant_id: 'another' }]);
// @ts-expect-error: no update moves a row to another tenant
db.update('lanes').set({ tenant_id: 'another' });
// @ts-expect-error
db.select('tenants');
// @ts-expect-error
db.update('tenants');
// @ts-expect-error: their keys are not the tenant's: an upsert could rewrite another tenant's row
db.insert('inbox_routes', []);
