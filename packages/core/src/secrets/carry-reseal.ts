import type { Database, HeldReseal, ResealFailure, Sealer } from '@tandem/db';
import { AppError, type TenantId } from '@tandem/schemas';

/** What the reseal in the background is given. */
export interface ResealContext {
  database: Database;
  sealer: Sealer;
  now(): Date;
  /** Tells every process that what it may hold of a tenant is older than `revision`. */
  notifyChange(tenantId: TenantId, revision: number): void;
  /** Another process goes on when nothing was stored for so long. */
  leaseMs: number;
  signal?: AbortSignal;
  log: { info(fields: Record<string, unknown>, message: string): void };
}

const tenantsPerLook = 500;
const tenantsPerStep = 20;
const failuresMax = 100;

/**
 * Carries the reseal that was asked for, when it seals with this process's first key and nobody is at it: tenant by tenant,
 * each in a transaction of its own, its progress stored every few. Answers whether there was one.
 */
export async function carryReseal(context: ResealContext): Promise<boolean> {
  const { database, sealer, leaseMs } = context;
  const { reseals, sealedValues } = database.platform;
  let held = await reseals.claim({ keyId: sealer.sealingId, leaseMs });
  if (!held) return false;
  for (;;) {
    const look = { keyId: held.keyId, afterId: held.afterTenantId, limit: tenantsPerLook };
    const tenants = await sealedValues.tenantsToReseal(look);
    if (tenants.length === 0) break;
    for (let from = 0; from < tenants.length; from += tenantsPerStep) {
      if (context.signal?.aborted) return true;
      held = await step(context, held, tenants.slice(from, from + tenantsPerStep));
      if (!(await reseals.progress({ ...held, leaseMs }))) return true;
    }
  }
  await reseals.finish({ ...held, now: context.now() });
  const { id, keyId, done, failures } = held;
  context.log.info(
    { reseal: id, dataKey: keyId, values: done, failures: failures.length },
    'secrets sealed anew',
  );
  return true;
}

async function step(
  context: ResealContext,
  held: HeldReseal,
  tenants: readonly TenantId[],
): Promise<HeldReseal> {
  let { done, afterTenantId } = held;
  const failures = [...held.failures];
  for (const tenantId of tenants) {
    const resealed = await resealTenant(context, tenantId);
    done += resealed.values;
    failures.push(...resealed.failures);
    afterTenantId = tenantId;
  }
  return { ...held, done, afterTenantId, failures: failures.slice(0, failuresMax) };
}

async function resealTenant(
  { database, sealer, now, notifyChange }: ResealContext,
  tenantId: TenantId,
): Promise<{ values: number; failures: ResealFailure[] }> {
  try {
    const { connections } = database.enter(tenantId);
    const { values, failures, revision } = await connections.reseal({
      sealer,
      actor: { type: 'tandem' },
      now: now(),
    });
    if (revision !== null) notifyChange(tenantId, revision);
    return { values, failures: failures.map((id) => ({ tenantId, id })) };
  } catch (error) {
    // What is left of a tenant that is gone.
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    return { values: 0, failures: [{ tenantId, id: tenantId }] };
  }
}
