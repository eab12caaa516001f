import type { ClaimRights, Database, OpenedConnection, Sealer, StoredConnection } from '@tandem/db';
import type { EngineCloud, EngineDialect, Integrations, SetUps } from '@tandem/integrations/contract';
import type { Actor, LaneKey, Role, TenantId } from '@tandem/schemas';
import type { QueueView } from '@tandem/schemas/admin';
import type { Vitals } from '../doctor/vitals.ts';
import type { KnowledgeSearch } from '../knowledge/search-shared-knowledge.ts';

/** What this installation offers tenants without connections of their own, and what it allows those with them. */
export interface Installation {
  /** `PUBLIC_URL`: where upstreams reach this installation, without a slash at the end. */
  publicUrl: string;
  /** The default Chatwoot; null when none is set. */
  chatwoot: { baseUrl: string; accountId: number } | null;
  /** The default Botpress with its settings, secrets among them; null when none is set. */
  botpress: { dialect: EngineDialect; settings?: Record<string, unknown> } | null;
  /** `UPSTREAM_ALLOW_PRIVATE`: upstream URLs of tenants may be private or loopback addresses. */
  allowPrivate: boolean;
  /** Whether an IP address (text, no brackets) is one of the public internet. */
  isPublicAddress(address: string): boolean;
}

/** What every admin verb is given. The caller's right to the verb and to the tenant is checked before. */
export interface AdminContext {
  database: Database;
  installation: Installation;
  sealer: Sealer;
  /** Opens what a connection holds sealed. */
  open(tenantId: TenantId, connection: StoredConnection): OpenedConnection;
  /** Reads what channels have sent. */
  integrations: Pick<Integrations, 'channels'>;
  actor: Actor;
  role: Role;
  /** `TENANT_PURGE_DAYS`: how long a deleted tenant can be restored. */
  tenantPurgeDays: number;
  /** What sets upstreams up, for onboarding alone. */
  setUps: SetUps;
  /** Where bots are kept. */
  cloud: Pick<EngineCloud, 'openAdmin'>;
  /** Finds entries by meaning where a shared bot's cloud holds them; absent: there is no such bot. */
  searchKnowledge?: KnowledgeSearch;
  /** What only the composition root can tell the doctor. */
  vitals: Vitals;
  now(): Date;
  /** Waits for what an upstream does in its own time. */
  wait(delayMs: number): Promise<void>;
  newId<Id extends string>(): Id;
  /** Tells every process that what it may hold of a tenant is older than `revision`. Called after the commit; best effort. */
  notifyChange(tenantId: TenantId, revision: number): void;
  /** Called after the commit. Best effort; the sweep repairs what is lost. */
  wakeLanes(lanes: LaneKey[]): void;
  /** Hands a queued run to a worker; `unavailable` when it cannot be handed over now. */
  enqueueSync(job: { tenantId: TenantId; syncRunId: string }): Promise<'queued' | 'unavailable'>;
  /** How the queues of Redis stand; null while it is away. Never rejects. */
  viewQueues(): Promise<QueueView[] | null>;
}

/** Whether the caller may claim inboxes, and what counts as the platform's own. */
export const claimRights = ({
  installation,
  role,
}: Pick<AdminContext, 'installation' | 'role'>): ClaimRights => ({
  installation: installation.chatwoot,
  mayClaimDefault: role === 'platform',
});
