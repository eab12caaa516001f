import type { TenantId } from '@tandem/schemas';
import type { Kysely } from 'kysely';
import { type Accepted, acceptInbound, type NewInbound } from './platform/accept-inbound.ts';
import { addAttempts } from './platform/add-attempts.ts';
import { ApiKeys } from './platform/api-keys.ts';
import { AuditLog } from './platform/audit-log.ts';
import { DataKeys } from './platform/data-keys.ts';
import { DeadLetterCounts } from './platform/dead-letter-counts.ts';
import { DueWork } from './platform/due-work.ts';
import { ErasureWork } from './platform/erasure-work.ts';
import { Heartbeats } from './platform/heartbeats.ts';
import { InboxRoutes } from './platform/inbox-routes.ts';
import { type LaneOverview, type OverviewBounds, readLaneOverview } from './platform/lane-overview.ts';
import { Outages } from './platform/outages.ts';
import { Reseals } from './platform/reseals.ts';
import { RetentionWork } from './platform/retention-work.ts';
import { SealedValues } from './platform/sealed-values.ts';
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
  readonly deadLetters: DeadLetterCounts;
  readonly dataKeys: DataKeys;
  readonly dueWork: DueWork;
  readonly heartbeats: Heartbeats;
  readonly inboxRoutes: InboxRoutes;
  readonly outages: Outages;
  readonly reseals: Reseals;
  readonly sealedValues: SealedValues;
  readonly auditLog: AuditLog;
  readonly erasureWork: ErasureWork;
  readonly retentionWork: RetentionWork;
  readonly sessions: SessionLookup;
  readonly snapshots: Snapshots;
  readonly syncWork: SyncWork;
  readonly tenantRemoval: TenantRemoval;
  readonly tenants: Tenants;
  readonly webhookKeys: WebhookKeys;
  readonly #db: Kysely<Tables>;
  readonly #intake: Kysely<Tables>;

  /** `intake`: what stores bodies. */
  constructor(db: Kysely<Tables>, intake: Kysely<Tables>) {
    this.#db = db;
    this.#intake = intake;
    this.apiKeys = new ApiKeys(db);
    this.deadLetters = new DeadLetterCounts(db);
    this.dataKeys = new DataKeys(db);
    this.dueWork = new DueWork(db);
    this.heartbeats = new Heartbeats(db);
    this.inboxRoutes = new InboxRoutes(db);
    this.outages = new Outages(db);
    this.reseals = new Reseals(db);
    this.sealedValues = new SealedValues(db);
    this.auditLog = new AuditLog(db);
    this.erasureWork = new ErasureWork(db);
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
    return acceptInbound(this.#intake, rows);
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
