import type { TenantSnapshot } from '@tandem/db';
import { engineDialects } from '@tandem/integrations/contract';
import {
  type ConversationKey,
  type KnowledgeEntry,
  zConnectionId,
  zConversationKey,
  zKnowledgeBase,
  zTenantId,
} from '@tandem/schemas';
import { z } from 'zod';
import type { WebhookRoute } from './webhook-route.ts';

const zStoredConnection = z.object({
  id: zConnectionId,
  provider: z.enum(['chatwoot', 'botpress']),
  source: z.enum(['own', 'default']),
  active: z.boolean(),
  dialect: z.string().nullable(),
  baseUrl: z.string().nullable(),
  accountId: z.number().nullable(),
  settings: z.record(z.string(), z.unknown()),
  sealedSecrets: z.string().nullable(),
  sealedRetired: z.string().nullable(),
  updatedAt: z.string(),
});

const zSnapshot = z.object({
  tenantId: zTenantId,
  revision: z.number(),
  status: z.enum(['active', 'suspended', 'deleted', 'purged']),
  slug: z.string(),
  configVersion: z.number(),
  // The write validated it; a value of another release is dropped with its revision.
  config: z.custom<TenantSnapshot['config']>((value) => typeof value === 'object' && value !== null),
  chatwoot: zStoredConnection.nullable(),
  botpress: zStoredConnection.nullable(),
});

const zRoute = z.object({
  tenantId: zTenantId,
  connectionId: zConnectionId,
  active: z.boolean(),
  dialect: z.enum(engineDialects).nullable(),
  accountId: z.number().nullable(),
  inboxId: z.number().nullable(),
  pathKeyAlone: z.boolean(),
  // Missing in values of the release before.
  welcomesOnOpen: z.boolean().default(false),
  answerWhen: z.enum(['pending', 'pending-or-unassigned-open']).default('pending'),
  autoResumeMinutes: z.number().nullable().default(null),
  own: zStoredConnection.nullable(),
});

/** Values as they come back from Redis. Each throws when the shape is another release's: then it is loaded afresh. */
export const parseSnapshot = (json: unknown): TenantSnapshot => zSnapshot.parse(json);
export const parseRoute = (json: unknown): WebhookRoute => zRoute.parse(json);
export const parseConversationKey = (json: unknown): ConversationKey => zConversationKey.parse(json);
export const parseKnowledge = (json: unknown): readonly KnowledgeEntry[] => zKnowledgeBase.parse(json);
