import { createUser, getUser, listUsers, removeUser, updateUser } from '@tandem/core/users';
import {
  zCreateUser,
  zGetUser,
  zListUsers,
  zRemovedUserAnswer,
  zRemoveUser,
  zUpdateUser,
  zUserAnswer,
  zUsersAnswer,
} from '@tandem/schemas/admin';
import { router, tenantProcedure } from './trpc.ts';

const path = '/api/chatbot/tenants/{tenantId}/users';
const onePath = `${path}/{userId}` as const;

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

  get: tenantProcedure
    .meta({ summary: 'Show a user of a tenant', rest: { methods: ['GET'], path: onePath, status: 200 } })
    .input(zGetUser)
    .output(zUserAnswer)
    .query(async ({ ctx, input }) => ({ user: await getUser(ctx.verb, input) })),

  update: tenantProcedure
    .meta({
      summary: 'Give a user another role; keys of the user above it are lowered to it',
      rest: { methods: ['PATCH'], path: onePath, status: 200 },
    })
    .input(zUpdateUser)
    .output(zUserAnswer)
    .mutation(async ({ ctx, input }) => ({ user: await updateUser(ctx.verb, input) })),

  remove: tenantProcedure
    .meta({
      summary: 'Take a user away; the keys of the user end at once',
      rest: { methods: ['DELETE'], path: onePath, status: 200 },
    })
    .input(zRemoveUser)
    .output(zRemovedUserAnswer)
    .mutation(({ ctx, input }) => removeUser(ctx.verb, input)),
});
