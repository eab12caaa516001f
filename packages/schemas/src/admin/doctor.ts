import { z } from 'zod';
import { zTenantId } from '../ids.ts';

/** What is looked at of an installation; docs/doctor.md says what each means. */
export const installationChecks = [
  'mysql.server',
  'mysql.settings',
  'mysql.migrations',
  'redis.server',
  'redis.settings',
  'clock.stores',
  'environment.upstreams',
  'public-url',
  'private-addresses',
  'budgets.limits',
  'encryption-keys',
  'workers.alive',
  'queues.running',
  'lanes.age',
  'inboxes.shared',
] as const;
export type InstallationCheck = (typeof installationChecks)[number];

/** What is looked at of a tenant. */
export const tenantChecks = [
  'tenant.status',
  'chatwoot.connection',
  'chatwoot.reachable',
  'chatwoot.bot-token',
  'chatwoot.admin-token',
  'chatwoot.inbox',
  'chatwoot.agent-bot',
  'chatwoot.webhook-url',
  'chatwoot.signature',
  'chatwoot.secret-overlap',
  'chatwoot.second-webhook',
  'chatwoot.public-url',
  'inbox.greeting',
  'inbox.out-of-office',
  'inbox.auto-assignment',
  'inbox.answer-when',
  'inbox.keeps-pending',
  'handoff.assignee',
  'botpress.connection',
  'botpress.reachable',
  'botpress.credentials',
  'botpress.webhook',
  'botpress.signature',
  'upstreams.private',
  'clock.upstreams',
  'knowledge.synced',
  'knowledge.searchable',
  'budgets.headroom',
  'tenant.lanes',
  'letters.dead',
] as const;
export type TenantCheck = (typeof tenantChecks)[number];

export type DoctorCheck = InstallationCheck | TenantCheck;

/**
 * What one check found about one thing. `broken`: customers notice, or will; `warn`: it works and yet surprises somebody;
 * `skipped`: it could not be looked at, and the message says why. No secrets.
 */
export const zFinding = z.object({
  check: z.enum([...installationChecks, ...tenantChecks]),
  status: z.enum(['ok', 'warn', 'broken', 'skipped']),
  /** What it is about: `inbox 42`, `chat.example.com`. */
  subject: z.string(),
  message: z.string(),
  /** What to do; with every `warn` and `broken`. */
  cure: z.string().optional(),
});
export type Finding = z.output<typeof zFinding>;

export const zExamineInstallation = z.strictObject({});
export const zExamineTenant = z.strictObject({ tenantId: zTenantId });

/** `healthy`: nothing is broken. */
export const zDiagnosis = z.object({ findings: z.array(zFinding), healthy: z.boolean() });
export type Diagnosis = z.output<typeof zDiagnosis>;
