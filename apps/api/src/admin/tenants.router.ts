import {
  createTenant,
  deleteTenant,
  exportTenant,
  findTenant,
  getTenant,
  listTenants,
  purgeTenant,
  restoreTenant,
  updateTenant,
} from '@tandem/core/tenants';
import {
  zCreateTenant,
  zDeleteTenant,
  zExportTenant,
  zFileAnswer,
  zFindTenant,
  zGetTenant,
  zListTenants,
  zPurgeAnswer,
  zPurgeTenant,
  zRestoreTenant,
  zTenantAnswer,
  zTenantsAnswer,
  zUpdateTenant,
} from '@tandem/schemas/admin';
import { callerProcedure, platformProcedure, router, tenantProcedure } from './trpc.ts';

const all = '/api/chatbot/tenants';
const one = '/api/chatbot/tenants/{tenantId}';

export const tenantsRouter = router({
  create: platformProcedure
    .meta({ summary: 'Create a tenant', rest: { methods: ['POST'], path: all, status: 201 } })
    .input(zCreateTenant)
    .output(zTenantAnswer)
    .mutation(async ({ ctx, input }) => ({ tenant: await createTenant(ctx.verb, input) })),

  list: platformProcedure
    .meta({
      summary: 'List tenants in the order of creation',
      rest: { methods: ['GET'], path: all, status: 200 },
    })
    .input(zListTenants)
    .output(zTenantsAnswer)
    .query(({ ctx, input }) => listTenants(ctx.verb, input)),

  get: tenantProcedure
    .meta({ summary: 'Show a tenant', rest: { methods: ['GET'], path: one, status: 200 } })
    .input(zGetTenant)
    .output(zTenantAnswer)
    .query(async ({ ctx, input }) => ({ tenant: await getTenant(ctx.verb, input) })),

  find: callerProcedure
    .meta({
      summary: 'Show the tenant that has a slug',
      rest: { methods: ['GET'], path: '/api/chatbot/tenants/by-slug/{slug}', status: 200 },
    })
    .input(zFindTenant)
    .output(zTenantAnswer)
    .query(async ({ ctx, input }) => ({
      tenant: await findTenant(ctx.verb, { ...input, ownId: ctx.caller.tenantId }),
    })),

  update: tenantProcedure
    .meta({
      summary: 'Rename, suspend or activate a tenant',
      rest: { methods: ['PATCH'], path: one, status: 200 },
    })
    .input(zUpdateTenant)
    .output(zTenantAnswer)
    .mutation(async ({ ctx, input }) => ({ tenant: await updateTenant(ctx.verb, input) })),

  delete: tenantProcedure
    .meta({
      summary: 'Delete a tenant so that it can be restored until its purgeAt',
      rest: { methods: ['DELETE'], path: one, status: 200 },
    })
    .input(zDeleteTenant)
    .output(zTenantAnswer)
    .mutation(async ({ ctx, input }) => ({ tenant: await deleteTenant(ctx.verb, input) })),

  export: tenantProcedure
    .meta({
      summary: 'Export all that belongs to a tenant as NDJSON; the last line counts the others',
      rest: {
        methods: ['GET'],
        path: `${one}/export`,
        status: 200,
        produces: ['application/x-ndjson'],
        joined: true,
      },
    })
    .input(zExportTenant)
    .output(zFileAnswer)
    .query(({ ctx, input }) => exportTenant(ctx.verb, input)),

  restore: tenantProcedure
    .meta({
      summary: 'Bring a deleted tenant back as it was',
      rest: { methods: ['POST'], path: `${one}/restore`, status: 200 },
    })
    .input(zRestoreTenant)
    .output(zTenantAnswer)
    .mutation(async ({ ctx, input }) => ({ tenant: await restoreTenant(ctx.verb, input) })),

  purge: tenantProcedure
    .meta({
      summary: 'Purge a deleted tenant for good; confirm is its name or slug',
      rest: { methods: ['POST'], path: `${one}/purge`, status: 200 },
    })
    .input(zPurgeTenant)
    .output(zPurgeAnswer)
    .mutation(async ({ ctx, input }) => ({ purge: await purgeTenant(ctx.verb, input) })),
});
