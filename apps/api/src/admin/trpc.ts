import { AppError, type TenantId, zTenantId } from '@tandem/schemas';
import { initTRPC } from '@trpc/server';
import { z } from 'zod';
import { mayCall } from './access.ts';
import type { Caller } from './authenticate.ts';
import { checkText } from './check-text.ts';
import { type AdminDeps, type AdminRequest, verbContext } from './context.ts';
import { failureOf, toTrpcError } from './errors.ts';
import type { AdminMeta } from './meta.ts';
import { unauthorized } from './refusal-of.ts';

const t = initTRPC
  .context<AdminRequest>()
  .meta<AdminMeta>()
  .create({
    isDev: false,
    // A silent connection is told from a dead one.
    sse: { ping: { enabled: true, intervalMs: 10_000 }, client: { reconnectAfterInactivityMs: 30_000 } },
    /** The same words as in REST: `data` holds code, issues and requestId. */
    errorFormatter: ({ shape, error, ctx }) => {
      const { code, message, issues } = failureOf(error);
      const { httpStatus } = shape.data;
      return { ...shape, message, data: { code, httpStatus, issues, requestId: ctx?.requestId } };
    },
  });

export const router = t.router;

/** One wide line per call, to which later steps add, and failures under tRPC's names. */
const observe = t.procedure.use(async ({ ctx, path, next }) => {
  const { requestId, caller, deps } = ctx;
  const line: Record<string, unknown> = { requestId, procedure: path, actor: caller?.actor };
  const startedAt = performance.now();
  const result = await next({ ctx: { line } });
  line.durationMs = Math.round(performance.now() - startedAt);
  if (result.ok) {
    deps.log.info({ ...line, outcome: 'ok' }, 'admin call');
    return result;
  }
  const { code } = failureOf(result.error);
  const err = result.error.cause ?? result.error;
  if (code === 'internal') deps.log.error({ ...line, outcome: code, err }, 'admin call');
  else deps.log.info({ ...line, outcome: code }, 'admin call');
  if (result.error.cause instanceof AppError) throw toTrpcError(result.error.cause);
  return result;
});

const authenticated = observe.use(({ ctx, next }) => {
  const { refusal } = ctx;
  if (refusal) throw refusal;
  const caller = known(ctx.caller);
  return next({ ctx: { caller, verb: verbContext(ctx.deps, caller) } });
});

/** For what belongs to no tenant. */
export const platformProcedure = authenticated.use(async ({ ctx, path, getRawInput, next }) => {
  allow(ctx.caller, path);
  checkText(await getRawInput());
  const recheck = async () => allow(known(await ctx.findCaller()), path);
  return next({ ctx: { recheck } });
});

/** For whoever has a valid key: what it shows of whom is the verb's to decide. */
export const callerProcedure = platformProcedure;

/** For one tenant, named by `tenantId` in the input. Another tenant's id is as unknown as one that does not exist. */
export const tenantProcedure = authenticated.use(async ({ ctx, path, type, getRawInput, next }) => {
  const { caller, deps } = ctx;
  const input = await getRawInput();
  const tenantId = tenantIdOf(input);
  ctx.line.tenantId = tenantId;
  const asked = { tenantId, path, isChange: type === 'mutation' };
  await allowForTenant(deps, { ...asked, caller });
  checkText(input);
  const recheck = async () => allowForTenant(deps, { ...asked, caller: known(await ctx.findCaller()) });
  return next({ ctx: { recheck } });
});

function known(caller: Caller | null): Caller {
  if (caller !== null) return caller;
  throw unauthorized();
}

async function allowForTenant(
  deps: AdminDeps,
  input: { caller: Caller; tenantId: TenantId; path: string; isChange: boolean },
): Promise<void> {
  const { caller, tenantId, path, isChange } = input;
  const tenant = isOwn(caller, tenantId) ? await deps.database.platform.tenants.get(tenantId) : null;
  if (!tenant) throw new AppError('not_found', { public: 'There is no tenant with this id.' });
  allow(caller, path);
  if (tenant.status !== 'active' && caller.tenantId !== null) {
    throw new AppError('forbidden', {
      public: `This tenant is ${tenant.status}. Ask the operator of the platform.`,
    });
  }
  if (tenant.status === 'deleted' && isChange && !remainingMutations.includes(path)) {
    throw new AppError('conflict', { public: 'This tenant is deleted: restore it first.' });
  }
}

/** What may still be done to a deleted tenant. */
const remainingMutations = ['tenants.delete', 'tenants.restore', 'tenants.purge'];

const isOwn = (caller: Caller, tenantId: TenantId): boolean =>
  caller.tenantId === null || caller.tenantId === tenantId;

function allow(caller: Caller, path: string): void {
  if (mayCall(caller.role, path)) return;
  throw new AppError('forbidden', { public: `A key of role ${caller.role} may not do this.` });
}

const zNamesTenant = z.object({ tenantId: zTenantId });

function tenantIdOf(input: unknown): TenantId {
  const named = zNamesTenant.safeParse(input);
  if (named.success) return named.data.tenantId;
  const issues = [{ path: 'tenantId', message: 'must be the UUID of a tenant' }];
  throw new AppError('bad_request', { public: 'The input is not what this call takes.', issues });
}
