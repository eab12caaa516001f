import {
  countDeadLetters,
  dropDeadLetter,
  getDeadLetter,
  listDeadLetters,
  replayDeadLetter,
  settleDeadLetters,
} from '@tandem/core/dead-letters';
import {
  zCountDeadLetters,
  zDeadLetterAnswer,
  zDeadLetterCountsAnswer,
  zDeadLettersAnswer,
  zDropDeadLetter,
  zDropDeadLetters,
  zDroppedDeadLetterAnswer,
  zGetDeadLetter,
  zListDeadLetters,
  zReplayDeadLetter,
  zReplayDeadLetters,
  zReplayedDeadLetterAnswer,
  zSettledDeadLetters,
} from '@tandem/schemas/admin';
import { platformProcedure, router, tenantProcedure } from './trpc.ts';

const all = '/api/chatbot/tenants/{tenantId}/dead-letters';
const one = '/api/chatbot/tenants/{tenantId}/dead-letters/{id}';

export const deadLettersRouter = router({
  list: tenantProcedure
    .meta({
      summary: 'List what could not be carried, the newest first',
      rest: { methods: ['GET'], path: all, status: 200 },
    })
    .input(zListDeadLetters)
    .output(zDeadLettersAnswer)
    .query(({ ctx, input }) => listDeadLetters(ctx.verb, input)),

  get: tenantProcedure
    .meta({
      summary: 'Show a dead letter with its trail, and what a replay would do',
      rest: { methods: ['GET'], path: one, status: 200 },
    })
    .input(zGetDeadLetter)
    .output(zDeadLetterAnswer)
    .query(async ({ ctx, input }) => ({ deadLetter: await getDeadLetter(ctx.verb, input) })),

  replay: tenantProcedure
    .meta({
      summary: 'Queue a dead letter once more',
      rest: { methods: ['POST'], path: `${one}/replay`, status: 200 },
    })
    .input(zReplayDeadLetter)
    .output(zReplayedDeadLetterAnswer)
    .mutation(({ ctx, input }) => replayDeadLetter(ctx.verb, input)),

  drop: tenantProcedure
    .meta({
      summary: 'Give up a dead letter for good',
      rest: { methods: ['POST'], path: `${one}/drop`, status: 200 },
    })
    .input(zDropDeadLetter)
    .output(zDroppedDeadLetterAnswer)
    .mutation(async ({ ctx, input }) => ({ deadLetter: await dropDeadLetter(ctx.verb, input) })),

  replayAll: tenantProcedure
    .meta({
      summary: 'Count, or queue once more, the dead letters that a filter finds',
      rest: { methods: ['POST'], path: `${all}/replay`, status: 200 },
    })
    .input(zReplayDeadLetters)
    .output(zSettledDeadLetters)
    .mutation(({ ctx, input }) =>
      settleDeadLetters(ctx.verb, input, { action: 'replay', force: input.force }),
    ),

  dropAll: tenantProcedure
    .meta({
      summary: 'Count, or give up for good, the dead letters that a filter finds',
      rest: { methods: ['POST'], path: `${all}/drop`, status: 200 },
    })
    .input(zDropDeadLetters)
    .output(zSettledDeadLetters)
    .mutation(({ ctx, input }) =>
      settleDeadLetters(ctx.verb, input, { action: 'drop', why: input.why ?? null }),
    ),

  counts: platformProcedure
    .meta({
      summary: 'Count what no tenant could carry, by reason',
      rest: { methods: ['GET'], path: '/api/chatbot/dead-letters', status: 200 },
    })
    .input(zCountDeadLetters)
    .output(zDeadLetterCountsAnswer)
    .query(async ({ ctx }) => ({ counts: await countDeadLetters(ctx.verb) })),
});
