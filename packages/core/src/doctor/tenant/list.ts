import type { TenantCheck } from '@tandem/schemas/admin';
import type { Check } from '../check.ts';
import { botpressConnection } from './botpress-connection.ts';
import { botpressCredentials } from './botpress-credentials.ts';
import { botpressReachable } from './botpress-reachable.ts';
import { botpressSignature } from './botpress-signature.ts';
import { botpressWebhook } from './botpress-webhook.ts';
import { budgetsHeadroom } from './budgets-headroom.ts';
import type { Chart } from './chart.ts';
import { chatwootAdminToken } from './chatwoot-admin-token.ts';
import { chatwootAgentBot } from './chatwoot-agent-bot.ts';
import { chatwootBotToken } from './chatwoot-bot-token.ts';
import { chatwootConnection } from './chatwoot-connection.ts';
import { chatwootInbox } from './chatwoot-inbox.ts';
import { chatwootPublicUrl } from './chatwoot-public-url.ts';
import { chatwootReachable } from './chatwoot-reachable.ts';
import { chatwootSecondWebhook } from './chatwoot-second-webhook.ts';
import { chatwootSecretOverlap } from './chatwoot-secret-overlap.ts';
import { chatwootSignature } from './chatwoot-signature.ts';
import { chatwootWebhookUrl } from './chatwoot-webhook-url.ts';
import { clockUpstreams } from './clock-upstreams.ts';
import { handoffAssignee } from './handoff-assignee.ts';
import { inboxAnswerWhen } from './inbox-answer-when.ts';
import { inboxAutoAssignment } from './inbox-auto-assignment.ts';
import { inboxGreeting } from './inbox-greeting.ts';
import { inboxKeepsPending } from './inbox-keeps-pending.ts';
import { inboxOutOfOffice } from './inbox-out-of-office.ts';
import { knowledgeSearchable } from './knowledge-searchable.ts';
import { knowledgeSynced } from './knowledge-synced.ts';
import { lettersDead } from './letters-dead.ts';
import { tenantLanes } from './tenant-lanes.ts';
import { tenantStatus } from './tenant-status.ts';
import { upstreamsPrivate } from './upstreams-private.ts';

/** THE LIST of what is looked at of a tenant. */
export const tenantList: readonly Check<TenantCheck, Chart>[] = [
  tenantStatus,
  chatwootConnection,
  chatwootReachable,
  chatwootBotToken,
  chatwootAdminToken,
  chatwootInbox,
  chatwootAgentBot,
  chatwootWebhookUrl,
  chatwootSignature,
  chatwootSecretOverlap,
  chatwootSecondWebhook,
  chatwootPublicUrl,
  inboxGreeting,
  inboxOutOfOffice,
  inboxAutoAssignment,
  inboxAnswerWhen,
  inboxKeepsPending,
  handoffAssignee,
  botpressConnection,
  botpressReachable,
  botpressCredentials,
  botpressWebhook,
  botpressSignature,
  upstreamsPrivate,
  clockUpstreams,
  knowledgeSynced,
  knowledgeSearchable,
  budgetsHeadroom,
  tenantLanes,
  lettersDead,
];
