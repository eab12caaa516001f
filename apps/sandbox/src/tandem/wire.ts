import { z } from 'zod';

/** What the sandbox reads of the admin API's answers (product page §5.3). */

export const zTenant = z.object({ id: z.string(), slug: z.string(), status: z.string() });
export const zTenantAnswer = z.object({ tenant: zTenant });
export const zTenantsAnswer = z.object({ tenants: z.array(zTenant), nextCursor: z.string().nullable() });
export const zConfigAnswer = z.object({
  config: z.object({ botName: z.string().nullable() }),
  knowledgeBase: z.array(z.object({ question: z.string() })),
  version: z.number(),
});
export const zConnectionsAnswer = z.object({
  connections: z.object({
    chatwoot: z.object({ webhookUrl: z.url() }),
    botpress: z.object({ webhookUrl: z.url() }),
  }),
});

const zMoment = z.iso.datetime().transform((text) => Date.parse(text));

const zSession = z.object({
  id: z.string(),
  conversationId: z.number(),
  locale: z
    .string()
    .nullish()
    .transform((locale) => locale ?? null),
  owner: z.enum(['bot', 'human']),
  ownerReason: z.string(),
  ownerActor: z.string(),
  ownerSince: zMoment,
  /** When the customer is told that nobody came; null: nobody is waited for. */
  unattendedAt: zMoment.nullish().transform((at) => at ?? null),
});
export type Session = z.output<typeof zSession>;
export const zSessionsAnswer = z.object({ sessions: z.array(zSession) });

const zTrail = z.object({
  steps: z.array(z.object({ at: zMoment, kind: z.string(), text: z.string(), id: z.string() })),
  end: z.object({ kind: z.string(), at: zMoment.nullable(), text: z.string() }).nullable(),
});
export type Trail = z.output<typeof zTrail>;
export const zTrailAnswer = z.object({ trail: zTrail });

/** The answer to a webhook. */
export const zWebhookAnswer = z.object({
  status: z.enum(['accepted', 'duplicate', 'ignored']),
  reason: z.string().optional(),
  id: z.string().optional(),
});
export type WebhookAnswer = z.output<typeof zWebhookAnswer>;

export const zErrorAnswer = z.object({ error: z.object({ message: z.string() }) });
