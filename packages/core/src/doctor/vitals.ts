import type { MysqlVitals, SchemaStanding } from '@tandem/db';
import type { BudgetScope, Budgets, EngineCloud, Probes } from '@tandem/integrations/contract';
import type { BudgetHeadroom, QueueVitals, RedisVitals } from '@tandem/queue';
import type { InstallationEnvironment } from '@tandem/schemas';
import type { InstallationUpstreams } from '../directory/installation.ts';

/** What only the composition root can tell the doctor. Everything here looks and changes nothing. */
export interface Vitals {
  /** Whether `PUBLIC_URL` was given, or made up from the port. */
  isPublicUrlGiven: boolean;
  /** The upstreams of the environment, as variables and as they were understood. */
  environment: InstallationEnvironment;
  upstreams: InstallationUpstreams;
  /** `REDIS_CLUSTER`. */
  isRedisCluster: boolean;
  /** `LIMIT_*` of upstreams, a minute; 0 is off. */
  limits: Record<BudgetScope['kind'], number>;
  /** What requests to the cloud are paid from; undefined: nothing is limited. */
  budgets: Budgets | undefined;
  /** Rejects when the database does not answer. */
  mysql(): Promise<MysqlVitals>;
  mysqlClock(): Promise<Date>;
  schema(): Promise<SchemaStanding>;
  redis(): Promise<RedisVitals>;
  /** Rejects while Redis is away. */
  queues(): Promise<QueueVitals[]>;
  /** Rejects while Redis is away; empty where nothing is limited. */
  headroom(scopes: readonly BudgetScope[]): Promise<BudgetHeadroom[]>;
  /** The addresses of a host; empty when it is not known. */
  resolve(hostname: string): Promise<string[]>;
  probes: Probes;
  openStore: EngineCloud['openStore'];
  /** A check that broke on our side. */
  onBroken(check: string, error: unknown): void;
}
