import { z } from 'zod';

const zMessageText = z.string().max(5_000);
const zClock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00');
const zClockEnd = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time of day such as 18:00, or 24:00');
const day = '(mon|tue|wed|thu|fri|sat|sun)';
const zDays = z
  .string()
  .regex(
    new RegExp(`^${day}(-${day})?(,${day}(-${day})?)*$`),
    'must be days such as mon, mon-fri, sat-mon or mon,wed-fri',
  );
const zTimezone = z.string().refine(isTimezone, 'must be an IANA time zone such as Europe/Berlin');
const zDate = z.iso.date();

const zBusinessHours = z.strictObject({
  timezone: zTimezone,
  hours: z.array(z.strictObject({ day: zDays, from: zClock, to: zClockEnd })).max(100),
  holidays: z
    .array(z.union([zDate, z.strictObject({ date: zDate, from: zClock, to: zClockEnd })]))
    .max(400)
    .optional(),
});

const zEscalationRules = z.strictObject({
  agentId: z.int().positive().nullable().optional(),
  keywords: z.array(z.string().min(1).max(100)).max(200).optional(),
  teamId: z.int().positive().nullable().optional(),
  labels: z.array(z.string().min(1).max(100)).max(20).optional(),
  priority: z.enum(['low', 'medium', 'high', 'urgent']).nullable().optional(),
  maxFallbacks: z.int().min(1).max(100).optional(),
});

const zTexts = z.strictObject({
  welcomeMessage: zMessageText.optional(),
  fallbackMessage: zMessageText.optional(),
  outOfHoursMessage: zMessageText.optional(),
  unattendedMessage: zMessageText.optional(),
});

/** A Chatwoot inbox id: taken as string or number, answered as string. */
const zInboxId = z
  .union([z.int().positive(), z.string().regex(/^[1-9]\d{0,15}$/, 'must be the number of a Chatwoot inbox')])
  .transform(String)
  .refine((id) => Number.isSafeInteger(Number(id)), 'must be a safe integer');

const zLanguage = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR');

/** The fields of `config` (the brief's, and product page §5.4) with their bounds. Unknown keys are refused. */
const fields = {
  botName: z.string().min(1, 'must not be empty; null takes it away').max(200),
  systemPrompt: z.string().max(20_000),
  welcomeMessage: zMessageText,
  language: zLanguage,
  businessHours: zBusinessHours,
  fallbackMessage: zMessageText,
  outOfHoursMessage: zMessageText,
  unattendedMessage: zMessageText,
  messages: z.record(zLanguage, zTexts),
  enableHumanHandoff: z.boolean(),
  allowedActions: z.array(z.enum(['lead_capture', 'booking', 'handoff'])).max(3),
  escalationRules: zEscalationRules,
  botpressBotId: z.string().max(200),
  chatwootInboxId: zInboxId,
  reorderMs: z.int().min(0).max(10_000),
  settleMs: z.int().min(0).max(10_000),
  settleMaxMs: z.int().min(0).max(10_000),
  onSupersede: z.enum(['answer-both', 'drop-stale']),
  turnDeadlineMs: z.int().min(5_000).max(600_000),
  unattendedMinutes: z.int().min(1).max(10_080),
  autoResumeMinutes: z.int().min(1).max(525_600),
  sessionTtlHours: z.int().min(1).max(8_760),
  replyTtlMinutes: z.int().min(1).max(10_080),
  loopBreaker: z.int().min(1).max(1_000),
  welcomeOn: z.enum(['first-message', 'widget-open', 'never']),
  retentionDays: z.int().min(1).max(3_650),
};

type Patch = { [K in keyof typeof fields]: z.ZodOptional<z.ZodNullable<(typeof fields)[K]>> };

/** What an admin may send: given fields replace, `null` resets to the default, others stay. */
export const zConfigPatch = z.strictObject(optionalAndNullable(fields));
export type ConfigPatch = z.output<typeof zConfigPatch>;

/** A tenant's whole configuration, defaults filled in. */
export interface Config {
  botName: string | null;
  systemPrompt: string | null;
  welcomeMessage: string | null;
  language: string;
  businessHours: z.output<typeof zBusinessHours> | null;
  fallbackMessage: string;
  outOfHoursMessage: string;
  unattendedMessage: string;
  messages: Record<string, z.output<typeof zTexts>>;
  enableHumanHandoff: boolean;
  allowedActions: ('lead_capture' | 'booking' | 'handoff')[];
  escalationRules: {
    agentId: number | null;
    keywords: string[];
    teamId: number | null;
    labels: string[];
    priority: 'low' | 'medium' | 'high' | 'urgent' | null;
    maxFallbacks: number;
  };
  botpressBotId: string | null;
  chatwootInboxId: string | null;
  reorderMs: number;
  settleMs: number;
  settleMaxMs: number;
  onSupersede: 'answer-both' | 'drop-stale';
  turnDeadlineMs: number;
  unattendedMinutes: number;
  autoResumeMinutes: number | null;
  sessionTtlHours: number;
  replyTtlMinutes: number;
  loopBreaker: number;
  welcomeOn: 'first-message' | 'widget-open' | 'never';
  /** Conversations that have ended are deleted after these days; null: never. */
  retentionDays: number | null;
}

export const configDefaults: Config = {
  botName: null,
  systemPrompt: null,
  welcomeMessage: null,
  language: 'en',
  businessHours: null,
  fallbackMessage: 'I could not answer that. A colleague will get back to you here.',
  outOfHoursMessage: 'We are closed right now. A colleague will answer here when we are back.',
  unattendedMessage:
    'Sorry for the wait. We have your message and somebody will answer here as soon as possible.',
  messages: {},
  enableHumanHandoff: true,
  allowedActions: ['handoff'],
  escalationRules: {
    agentId: null,
    keywords: [],
    teamId: null,
    labels: ['handoff'],
    priority: null,
    maxFallbacks: 3,
  },
  botpressBotId: null,
  chatwootInboxId: null,
  reorderMs: 300,
  settleMs: 1_500,
  settleMaxMs: 10_000,
  onSupersede: 'answer-both',
  turnDeadlineMs: 75_000,
  unattendedMinutes: 15,
  autoResumeMinutes: null,
  sessionTtlHours: 72,
  replyTtlMinutes: 30,
  loopBreaker: 8,
  welcomeOn: 'first-message',
  retentionDays: null,
};

/** What is stored: only the fields that were set, so that a later default reaches tenants who never chose. */
export type StoredConfig = { [K in keyof ConfigPatch]?: NonNullable<ConfigPatch[K]> };

/** The stored fields over the defaults; `escalationRules` is filled field by field. */
export function fillConfig(stored: StoredConfig): Config {
  const { escalationRules, ...rest } = stored;
  const rules = Object.entries(escalationRules ?? {}).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return {
    ...configDefaults,
    ...rest,
    escalationRules: { ...configDefaults.escalationRules, ...Object.fromEntries(rules) },
  };
}

/** Lays a patch over what is stored: `null` takes the field away. */
export function patchConfig(stored: StoredConfig, patch: ConfigPatch): StoredConfig {
  const kept = Object.entries({ ...stored, ...patch }).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return Object.fromEntries(kept);
}

/** One entry of a tenant's knowledge base, within its bounds. */
export const zKnowledgeEntry = z.strictObject({
  question: z.string().trim().min(1).max(2_000),
  answer: z.string().trim().min(1).max(20_000),
  tags: z.array(z.string().min(1).max(64)).max(20).default([]),
});
export type KnowledgeEntry = z.output<typeof zKnowledgeEntry>;
export const zKnowledgeBase = z.array(zKnowledgeEntry).max(10_000);

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function optionalAndNullable(shape: typeof fields): Patch {
  const entries = Object.entries(shape).map(([key, schema]) => [key, schema.nullable().optional()]);
  // Object.fromEntries forgets which schema belongs to which key; the mapping above changes none of them.
  return Object.fromEntries(entries) as Patch;
}
