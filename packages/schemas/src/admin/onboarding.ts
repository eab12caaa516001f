import { z } from 'zod';
import { zTenantId } from '../ids.ts';
import { zBaseUrl, zToken, zUpstreamId } from './connections.ts';
import { zName } from './name.ts';
import { zMoment } from './page.ts';

/** Which Chatwoot inbox the tenant's bot answers, and the rights to set that up. */
const zChatwootOnboarding = z
  .strictObject({
    baseUrl: zBaseUrl,
    accountId: z.int().positive(),
    /** The access token of an administrator of the account. Kept: it reads messages back. */
    adminToken: zToken,
    inboxId: z.int().positive().optional(),
    /** Found by this name when no id is given; the tenant's name when neither is. */
    inboxName: zName.optional(),
    /** Makes an inbox of this channel where none is found; without it a missing inbox is a failure. */
    inboxChannel: z.literal('api').optional(),
    /** The customer sees it; the configuration's `botName`, else the tenant's name, when not given. */
    botName: zName.optional(),
    /** Takes the place of a bot of somebody else that is attached to the inbox. */
    replaceBot: z.boolean().optional(),
    /** Chatwoot before 4.13 does not sign what it sends to bots: the unguessable URL alone is then the proof. */
    allowUnsigned: z.boolean().optional(),
    answerWhen: z.enum(['pending', 'pending-or-unassigned-open']).optional(),
  })
  .refine(({ inboxId, inboxName }) => inboxId === undefined || inboxName === undefined, {
    path: ['inboxName'],
    message: 'give inboxId or inboxName, not both',
  });

/** A workspace of Botpress Cloud in which the tenant gets a bot of its own. */
const zBotpressOnboarding = z.strictObject({
  /** A personal access token: used for the set-up, never kept. */
  token: zToken,
  workspaceId: zUpstreamId,
  /** Adopts this bot; without it the tenant's is found or made. */
  botId: zUpstreamId.optional(),
  /** Takes over a Chat integration that sends its messages to somebody else. */
  replaceWebhook: z.boolean().optional(),
  apiUrl: zBaseUrl.optional(),
  chatUrl: zBaseUrl.optional(),
});
export type BotpressOnboarding = z.output<typeof zBotpressOnboarding>;

export const zOnboardTenant = z.strictObject({
  tenantId: zTenantId,
  chatwoot: zChatwootOnboarding,
  /** Left out: the tenant keeps its Botpress connection, or uses the installation's bot. */
  botpress: zBotpressOnboarding.optional(),
});
export type OnboardTenant = z.output<typeof zOnboardTenant>;

export const zGetOnboarding = z.strictObject({ tenantId: zTenantId });

/** Every step, in order. */
export const onboardingSteps = [
  'chatwoot.token',
  'chatwoot.inbox',
  'chatwoot.bot',
  'chatwoot.connection',
  'chatwoot.webhook',
  'botpress.bot',
  'botpress.chat',
  'botpress.key',
  'botpress.connection',
  'botpress.webhook',
  'self-test.chatwoot',
  'self-test.botpress',
  'chatwoot.attach',
  'chatwoot.advice',
] as const;
export type OnboardingStep = (typeof onboardingSteps)[number];

const zStep = z.object({
  step: z.enum(onboardingSteps),
  outcome: z.enum(['created', 'found', 'updated', 'skipped', 'failed']),
  /** Words for people; ids and names, never secrets. */
  detail: z.string(),
});
export type StepView = z.output<typeof zStep>;

/** What the operator should look at, although everything works. */
const zAdvice = z.object({
  code: z.enum([
    'greeting',
    'out-of-office',
    'keeps-pending',
    'private-url',
    'second-webhook',
    'surplus-bot',
    'no-engine',
  ]),
  message: z.string(),
});
export type Advice = z.output<typeof zAdvice>;

/** Which proof of a webhook the self-test had accepted (product page §5.3); null: not tested. */
const zProofs = z.object({ chatwoot: z.string().nullable(), botpress: z.string().nullable() });

export const zOnboardingView = z.object({
  /** `incomplete`: a step failed; the same call goes on there. */
  outcome: z.enum(['complete', 'incomplete']),
  steps: z.array(zStep),
  advice: z.array(zAdvice),
  proofs: zProofs,
  /** Worth trying again by itself, after this many milliseconds; null when a person has to act, or nothing has. */
  retry: z.object({ afterMs: z.int(), because: z.enum(['rate-limited', 'transient']) }).nullable(),
  /** Requests to that Chatwoot host: what a bulk run paces itself by. */
  chatwootRequests: z.int(),
  endedAt: zMoment,
});
export type OnboardingView = z.output<typeof zOnboardingView>;

export const zOnboardedAnswer = z.object({ onboarding: zOnboardingView });
/** Null: never onboarded. */
export const zOnboardingAnswer = z.object({ onboarding: zOnboardingView.nullable() });
