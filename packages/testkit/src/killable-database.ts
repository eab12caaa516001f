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
 * A database that calls `onStep` before and after each statement, and after each commit. Once `onStep` throws, the caller is
 * as good as dead: an open transaction is rolled back, a lease stays held.
 */
export function killableDatabase(database: Database, onStep: OnStep): KillableDatabase {
  let held: { tenantId: TenantId; lane: LaneKey; lease: LaneLease } | null = null;

  const repository = <Repository extends object>(target: Repository, name: string): Repository =>
    new Proxy(target, {
      get: (_target, property) => {
        const method: unknown = Reflect.get(target, property, target);
        if (typeof method !== 'function') return method;
        return async (...given: unknown[]) => {
          onStep(`before ${name}.${String(property)}`);
          const result: unknown = await Reflect.apply(method, target, given);
          onStep(`after ${name}.${String(property)}`);
          return result;
        };
      },
    });

  const scope = (target: TenantScope): TenantScope => {
    const lanes = new Proxy(target.lanes, {
      get: (_target, property) => {
        if (property !== 'claim') return Reflect.get(repository(target.lanes, 'lanes'), property);
        return async (lane: LaneKey, holder: { name: string; leaseMs: number }) => {
          onStep('before lanes.claim');
          const lease = await target.lanes.claim(lane, holder);
          if (lease) held = { tenantId: target.tenantId, lane, lease };
          onStep('after lanes.claim');
          return lease;
        };
      },
    });
    return new Proxy(target, {
      get: (_target, property) => {
        if (property === 'lanes') return lanes;
        if (property === 'transaction') {
          return async (work: (inner: TenantScope) => Promise<unknown>) => {
            const result = await target.transaction((inner) => work(scope(inner)));
            onStep('after commit');
            return result;
          };
        }
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === 'object' && value !== null ? repository(value, String(property)) : value;
      },
    });
  };

  return {
    database: new Proxy(database, {
      get: (_target, property) => {
        if (property === 'enter') return (tenantId: TenantId) => scope(database.enter(tenantId));
        throw new Error(`a lane does not use database.${String(property)}`);
      },
    }),
    expireLease: async () => {
      if (held) await database.enter(held.tenantId).lanes.renew(held.lane, held.lease, -1_000);
    },
  };
}
