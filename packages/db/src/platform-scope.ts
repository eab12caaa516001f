import type { TenantId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import { type Accepted, acceptInbound, type NewInbound } from './platform/accept-inbound.ts';
import { addAttempts } from './platform/add-attempts.ts';
import { ApiKeys } from './platform/api-keys.ts';
import { AuditLog } from './platform/audit-log.ts';
import { DeadLetterCounts } from './platform/dead-letter-counts.ts';
import { DueWork } from './platform/due-work.ts';
import { ErasureWork } from './platform/erasure-work.ts';
import { Heartbeats } from './platform/heartbeats.ts';
import { InboxRoutes } from './platform/inbox-routes.ts';
import { type LaneOverview, type OverviewBounds, readLaneOverview } from './platform/lane-overview.ts';
import { Outages } from './platform/outages.ts';
import { RetentionWork } from './platform/retention-work.ts';
import { SealedConnections } from './platform/sealed-connections.ts';
import { SessionLookup } from './platform/session-lookup.ts';
import { Snapshots } from './platform/snapshots.ts';
import { SyncWork } from './platform/sync-work.ts';
import { TenantRemoval } from './platform/tenant-removal.ts';
import { Tenants } from './platform/tenants.ts';
import { WebhookKeys } from './platform/webhook-keys.ts';
import type { NewAttempt } from './repositories/attempts.ts';
import type { Tables } from './schema/tables.ts';

/** Work over all tenants. It answers ids to be entered one tenant at a time, and what caches hold of a tenant. */
export class PlatformScope {
  readonly apiKeys: ApiKeys;
  readonly auditLog: AuditLog;
  readonly connections: SealedConnections;
  readonly deadLetters: DeadLetterCounts;
  readonly dueWork: DueWork;
  readonly erasureWork: ErasureWork;
  readonly heartbeats: Heartbeats;
  readonly inboxRoutes: InboxRoutes;
  readonly outages: Outages;
  readonly retentionWork: RetentionWork;
  readonly sessions: SessionLookup;
  readonly snapshots: Snapshots;
  readonly syncWork: SyncWork;
  readonly tenantRemoval: TenantRemoval;
  readonly tenants: Tenants;
  readonly webhookKeys: WebhookKeys;
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.apiKeys = new ApiKeys(db);
    this.auditLog = new AuditLog(db);
    this.connections = new SealedConnections(db);
    this.deadLetters = new DeadLetterCounts(db);
    this.dueWork = new DueWork(db);
    this.erasureWork = new ErasureWork(db);
    this.heartbeats = new Heartbeats(db);
    this.inboxRoutes = new InboxRoutes(db);
    this.outages = new Outages(db);
    this.retentionWork = new RetentionWork(db);
    this.sessions = new SessionLookup(db);
    this.snapshots = new Snapshots(db);
    this.syncWork = new SyncWork(db);
    this.tenantRemoval = new TenantRemoval(db);
    this.tenants = new Tenants(db);
    this.webhookKeys = new WebhookKeys(db);
  }

  /** Stores notifications of any tenants in one transaction: all of them or none. Answers in the order given. */
  acceptInbound(rows: readonly NewInbound[]): Promise<Accepted[]> {
    return acceptInbound(this.#db, rows);
  }

  /** A bounded look at all lanes with work (lane-overview.ts). */
  laneOverview(input: OverviewBounds & { now: Date }): Promise<LaneOverview> {
    return readLaneOverview(this.#db, input);
  }

  /** Stores attempts of any tenants in one statement. */
  addAttempts(attempts: readonly (NewAttempt & { tenantId: TenantId })[]): Promise<void> {
    return addAttempts(this.#db, attempts);
  }
}
