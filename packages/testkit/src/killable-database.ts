import type { Database, LaneLease, TenantScope } from '@tandem/db';
import type { LaneKey, TenantId } from '@tandem/schemas';
import type { OnStep } from './call-script.ts';

export interface KillableDatabase {
  /** Answers `enter` only: what a lane uses. */
  database: Database;
  /** Ends the lease that whoever was killed still holds, as time would. */
  expireLease(): Promise<void>;
}

/**
 * A database that calls `onStep` before and after each statement (named `… in a transaction` there), and after each commit.
 * Once `onStep` throws, the caller is as good as dead: an open transaction is rolled back, a lease stays held.
 */
export function killableDatabase(database: Database, onStep: OnStep): KillableDatabase {
  let held: { tenantId: TenantId; lane: LaneKey; lease: LaneLease } | null = null;
  const expireLease = async (): Promise<void> => {
    if (held) await database.enter(held.tenantId).lanes.renew(held.lane, held.lease, -1_000);
  };
  const noteLease = (tenantId: TenantId, lane: LaneKey, lease: LaneLease | null): void => {
    if (lease) held = { tenantId, lane, lease };
  };
  const enter = (tenantId: TenantId): TenantScope =>
    watchScope(database.enter(tenantId), { onStep, noteLease, where: '' });
  return { database: watch(database, { enter }), expireLease };
}

interface Watching {
  onStep: OnStep;
  noteLease(tenantId: TenantId, lane: LaneKey, lease: LaneLease | null): void;
  where: string;
}

function watchScope(scope: TenantScope, watching: Watching): TenantScope {
  const { onStep, noteLease, where } = watching;
  const lanes = watchRepository(scope.lanes, `lanes${where}`, onStep);
  const claim = async (
    lane: LaneKey,
    holder: { name: string; leaseMs: number },
  ): Promise<LaneLease | null> => {
    await onStep('before lanes.claim');
    const lease = await scope.lanes.claim(lane, holder);
    noteLease(scope.tenantId, lane, lease);
    await onStep('after lanes.claim');
    return lease;
  };
  const transaction = async (work: (inner: TenantScope) => Promise<unknown>): Promise<unknown> => {
    const inside = { ...watching, where: ' in a transaction' };
    const result = await scope.transaction((inner) => work(watchScope(inner, inside)));
    await onStep(`after commit${where}`);
    return result;
  };
  const repositories = Object.entries(scope).map(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? [name, watchRepository(value, `${name}${where}`, onStep)]
      : [name, value],
  );
  return watch(scope, { ...Object.fromEntries(repositories), lanes: watch(lanes, { claim }), transaction });
}

function watchRepository<Repository extends object>(
  target: Repository,
  name: string,
  onStep: OnStep,
): Repository {
  return new Proxy(target, {
    get: (_target, property) => {
      const method: unknown = Reflect.get(target, property, target);
      if (typeof method !== 'function') return method;
      return async (...given: unknown[]) => {
        await onStep(`before ${name}.${String(property)}`);
        const result: unknown = await Reflect.apply(method, target, given);
        await onStep(`after ${name}.${String(property)}`);
        return result;
      };
    },
  });
}

/** The target with some of its members replaced. */
function watch<Target extends object>(target: Target, replaced: Record<string, unknown>): Target {
  return new Proxy(target, {
    get: (_target, property) =>
      typeof property === 'string' && Object.hasOwn(replaced, property)
        ? replaced[property]
        : Reflect.get(target, property, target),
  });
}
