import { createUser, listUsers } from '@tandem/core/users';
import { zCreateUser, zListUsers, zUserAnswer, zUsersAnswer } from '@tandem/schemas/admin';
import { router, tenantProcedure } from './trpc.ts';

const path = '/api/chatbot/tenants/{tenantId}/users';

export const usersRouter = router({
  create: tenantProcedure
    .meta({ summary: 'Add a user to a tenant', rest: { methods: ['POST'], path, status: 201 } })
    .input(zCreateUser)
    .output(zUserAnswer)
    .mutation(async ({ ctx, input }) => ({ user: await createUser(ctx.verb, input) })),

  list: tenantProcedure
    .meta({ summary: 'List the users of a tenant', rest: { methods: ['GET'], path, status: 200 } })
    .input(zListUsers)
    .output(zUsersAnswer)
    .query(({ ctx, input }) => listUsers(ctx.verb, input)),
});
