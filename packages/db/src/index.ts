export type { AuditRecord, AuditRequest } from './audit-page.ts';
export type { Page } from './cursor.ts';
export { Database, type DatabaseOptions } from './database.ts';
export { isStoreOutage } from './is-store-outage.ts';
export { migrate } from './migrate.ts';
export type { Ended, OnEnd } from './on-end.ts';
export { type OpenedConnection, openConnection, type RetiredSecret } from './open-connection.ts';
export { openSealer } from './open-sealer.ts';
export type { Accepted, Effect, NewInbound } from './platform/accept-inbound.ts';
export type { ApiKey } from './platform/api-key-rows.ts';
export type { DueWork } from './platform/due-work.ts';
export type { LaneOverview, WaitingLane } from './platform/lane-overview.ts';
export type { HeldReseal, Reseal, ResealFailure } from './platform/reseals.ts';
export type { SyncStanding } from './platform/sync-work.ts';
export type { Tenant } from './platform/tenants.ts';
export type { WebhookKeyOwner } from './platform/webhook-keys.ts';
export type { PlatformScope } from './platform-scope.ts';
export type { NewAttempt } from './repositories/attempts.ts';
export type { WorkStanding } from './repositories/checkup.ts';
export type { ConfigVersion } from './repositories/config-versions.ts';
export type { ConnectionWritten } from './repositories/connections.ts';
export type { Removed } from './repositories/contact-rows.ts';
export type {
  DeadLetter,
  DeadLetterFilter,
  LetterStanding,
  Settling,
} from './repositories/dead-letter-rows.ts';
export type { End } from './repositories/ended-columns.ts';
export type { EngineOutcome, Erasure } from './repositories/erasures.ts';
export type { PendingInbound } from './repositories/inbound.ts';
export type { StoredEntry } from './repositories/knowledge.ts';
export type { LaneLease } from './repositories/lane-lease.ts';
export type { LedgerEvent } from './repositories/ledger-events.ts';
export type { ListedMessage } from './repositories/message-list.ts';
export type { Outbound } from './repositories/outbound-rows.ts';
export type { SessionSummary } from './repositories/session-list.ts';
export type { FallbackStreak, OfferedChoices, OwnerState, Session } from './repositories/session-rows.ts';
export type { ClaimRights, Installation } from './repositories/settle-inbox-routes.ts';
export type { SyncEntryResult, SyncProgress, SyncRun } from './repositories/sync-run-rows.ts';
export type { SyncLease } from './repositories/sync-runs.ts';
export type { TracedIds, TracePlace } from './repositories/traces.ts';
export * from './repositories/trail-rows.ts';
export type { TurnOutcome } from './repositories/turn-outcome.ts';
export type { Turn } from './repositories/turns.ts';
export type { TenantUser } from './repositories/users.ts';
export type { WidgetOpening } from './repositories/widget-openings.ts';
export { Sealer } from './sealed.ts';
export { sha256 } from './sha256.ts';
export { shareCommits } from './share-commits.ts';
export type { ResultsOf, Statement } from './statement.ts';
export type { TenantScope } from './tenant-scope.ts';
export type { StoredConnection, TenantSnapshot } from './tenant-snapshot.ts';
export type { MysqlVitals } from './vitals/mysql-vitals.ts';
export type { SchemaStanding } from './vitals/schema-standing.ts';
