import type { Database, LaneLease, Statement, TenantScope } from '@tandem/db';
import type { LaneKey, TenantId } from '@tandem/schemas';
import type { OnStep } from './call-script.ts';

export interface KillableDatabase {
  /** Answers `enter` only: what a lane uses. */
  database: Database;
  /** Ends the lease that whoever was killed still holds, as time would. */
  expireLease(): Promise<void>;
}

/**
 * A database that calls `onStep` before and after each statement or packet, named by what made it (joined by ` + ` in a packet,
 * with `… in a transaction` there), and after each commit.
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
  const { onStep, where } = watching;
  const made = new Map<Statement<unknown>, Made>();
  const transaction = async (work: (inner: TenantScope) => Promise<unknown>): Promise<unknown> => {
    const inside = { ...watching, where: ' in a transaction' };
    const result = await scope.transaction((inner) => work(watchScope(inner, inside)));
    await onStep(`after commit${where}`);
    return result;
  };
  const packet = (
    send: (statements: Statement<unknown>[], before: Statement<unknown>[]) => Promise<unknown[] | null>,
  ) => {
    return async (
      statements: Statement<unknown>[],
      before: Statement<unknown>[] = [],
    ): Promise<unknown[] | null> => {
      const parts = [...before, ...statements].map((statement) => made.get(statement)?.name ?? 'a statement');
      const name = parts.join(' + ');
      await onStep(`before ${name}${where}`);
      const results = await send(statements, before);
      for (const [index, statement] of statements.entries())
        noteClaim(watching, scope.tenantId, made.get(statement), results?.[index]);
      await onStep(`after ${name}${where}`);
      return results;
    };
  };
  const repositories = Object.entries(scope).map(([name, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null
      ? [name, watchRepository(value, { name, onStep, where, made })]
      : [name, value],
  );
  return watch(scope, {
    ...Object.fromEntries(repositories),
    transaction,
    together: packet((statements) => scope.together(statements)),
    atomically: packet((statements, before) => scope.atomically(statements, before)),
    attempt: packet((statements, before) => scope.attempt(statements, before)),
  });
}

/** What a statement was made by. */
interface Made {
  name: string;
  given: readonly unknown[];
}

function noteClaim(watching: Watching, tenantId: TenantId, made: Made | undefined, result: unknown): void {
  if (made?.name !== 'lanes.claim') return;
  watching.noteLease(tenantId, made.given[0] as LaneKey, result as LaneLease | null);
}

interface WatchRepository {
  name: string;
  onStep: OnStep;
  where: string;
  made: Map<Statement<unknown>, Made>;
}

/** Async methods send, and are watched; the others make statements, which are watched when they are awaited or sent together. */
function watchRepository<Repository extends object>(target: Repository, of: WatchRepository): Repository {
  const { onStep, where, made } = of;
  return new Proxy(target, {
    get: (_target, property) => {
      const method: unknown = Reflect.get(target, property, target);
      if (typeof method !== 'function') return method;
      const name = `${of.name}.${String(property)}`;
      const step = async (send: () => PromiseLike<unknown>): Promise<unknown> => {
        await onStep(`before ${name}${where}`);
        const result = await send();
        await onStep(`after ${name}${where}`);
        return result;
      };
      const call = (given: unknown[]) => Reflect.apply(method, target, given);
      if (method.constructor.name === 'AsyncFunction')
        return (...given: unknown[]) => step(() => call(given));
      return (...given: unknown[]) => {
        const result: Statement<unknown> | Statement<unknown>[] = call(given);
        for (const statement of [result].flat()) {
          made.set(statement, { name, given });
          const send = statement.then.bind(statement);
          const then: typeof send = (onFulfilled, onRejected) =>
            step(() => send()).then(onFulfilled, onRejected);
          Object.defineProperty(statement, 'then', { value: then });
        }
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
