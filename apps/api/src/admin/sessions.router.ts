import { getSession, handToHuman, listSessions, releaseToBot } from '@tandem/core/sessions';
import {
  zGetSession,
  zHandoff,
  zListSessions,
  zRelease,
  zSessionAnswer,
  zSessionsAnswer,
} from '@tandem/schemas/admin';
import { router, tenantProcedure } from './trpc.ts';

const all = '/api/chatbot/tenants/{tenantId}/sessions';
const one = '/api/chatbot/tenants/{tenantId}/sessions/{sessionId}';

export const sessionsRouter = router({
  list: tenantProcedure
    .meta({
      summary: 'List sessions, the latest activity first',
      rest: { methods: ['GET'], path: all, status: 200 },
    })
    .input(zListSessions)
    .output(zSessionsAnswer)
    .query(({ ctx, input }) => listSessions(ctx.verb, input)),

  get: tenantProcedure
    .meta({ summary: 'Show a session and who owns it', rest: { methods: ['GET'], path: one, status: 200 } })
    .input(zGetSession)
    .output(zSessionAnswer)
    .query(async ({ ctx, input }) => ({ session: await getSession(ctx.verb, input) })),

  handoff: tenantProcedure
    .meta({
      summary: 'Make a human the owner; the conversation is opened in Chatwoot',
      rest: { methods: ['POST'], path: `${one}/handoff`, status: 200 },
    })
    .input(zHandoff)
    .output(zSessionAnswer)
    .mutation(async ({ ctx, input }) => ({ session: await handToHuman(ctx.verb, input) })),

  release: tenantProcedure
    .meta({
      summary: 'Make the bot the owner; the conversation becomes pending in Chatwoot',
      rest: { methods: ['POST'], path: `${one}/release`, status: 200 },
    })
    .input(zRelease)
    .output(zSessionAnswer)
    .mutation(async ({ ctx, input }) => ({ session: await releaseToBot(ctx.verb, input) })),
});
