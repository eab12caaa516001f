import { z } from 'zod';
import { type Config, zConfigPatch, zKnowledgeBase } from '../config.ts';
import { zTenantId } from '../ids.ts';

/** The version the caller has seen (`If-Match` in REST): a write to any other is a conflict. */
export const zExpectedVersion = z.int().min(0).optional();

/** Texts per language are the only part of a configuration without a bound of its own. */
const languagesMax = 40;
const zPatch = zConfigPatch.refine(({ messages }) => Object.keys(messages ?? {}).length <= languagesMax, {
  path: ['messages'],
  message: `must be at most ${languagesMax} languages`,
});

export const zGetConfig = z.strictObject({ tenantId: zTenantId });

export const zPutConfig = z
  .strictObject({
    tenantId: zTenantId,
    config: zPatch.optional(),
    knowledgeBase: zKnowledgeBase.optional(),
    expectedVersion: zExpectedVersion,
  })
  .refine(({ config, knowledgeBase }) => config !== undefined || knowledgeBase !== undefined, {
    message: 'give config, knowledgeBase or both',
  });
export type PutConfig = z.output<typeof zPutConfig>;

export const zReplaceKnowledge = z.strictObject({
  tenantId: zTenantId,
  knowledgeBase: zKnowledgeBase,
  expectedVersion: zExpectedVersion,
});

const zAnsweredEntry = z.object({ question: z.string(), answer: z.string(), tags: z.array(z.string()) });
const zOpening = { from: z.string(), to: z.string() };
const zText = z.string().nullable();
const zMinutes = z.int();

/** The configuration as answered: every field, defaults filled in. */
const zConfigView = z.object({
  botName: zText,
  systemPrompt: zText,
  welcomeMessage: zText,
  language: z.string(),
  businessHours: z
    .object({
      timezone: z.string(),
      hours: z.array(z.object({ day: z.string(), ...zOpening })),
      holidays: z.array(z.union([z.string(), z.object({ date: z.string(), ...zOpening })])).optional(),
    })
    .nullable(),
  fallbackMessage: z.string(),
  outOfHoursMessage: z.string(),
  unattendedMessage: z.string(),
  messages: z.record(
    z.string(),
    z.object({
      welcomeMessage: z.string().optional(),
      fallbackMessage: z.string().optional(),
      outOfHoursMessage: z.string().optional(),
      unattendedMessage: z.string().optional(),
    }),
  ),
  enableHumanHandoff: z.boolean(),
  allowedActions: z.array(z.enum(['lead_capture', 'booking', 'handoff'])),
  escalationRules: z.object({
    agentId: z.int().nullable(),
    keywords: z.array(z.string()),
    teamId: z.int().nullable(),
    labels: z.array(z.string()),
    priority: z.enum(['low', 'medium', 'high', 'urgent']).nullable(),
    maxFallbacks: z.int(),
  }),
  botpressBotId: zText,
  chatwootInboxId: zText,
  reorderMs: z.int(),
  settleMs: z.int(),
  settleMaxMs: z.int(),
  onSupersede: z.enum(['answer-both', 'drop-stale']),
  turnDeadlineMs: z.int(),
  unattendedMinutes: zMinutes,
  autoResumeMinutes: zMinutes.nullable(),
  sessionTtlHours: z.int(),
  replyTtlMinutes: zMinutes,
  loopBreaker: z.int(),
  welcomeOn: z.enum(['first-message', 'widget-open', 'never']),
}) satisfies z.ZodType<Config>;

export const zConfigAnswer = z.object({
  config: zConfigView,
  knowledgeBase: z.array(zAnsweredEntry),
  version: z.int(),
});
export type ConfigAnswer = z.output<typeof zConfigAnswer>;

export const zKnowledgeAnswer = zConfigAnswer.pick({ knowledgeBase: true, version: true });
