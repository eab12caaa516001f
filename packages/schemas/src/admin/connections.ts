import { z } from 'zod';
import { zTenantId } from '../ids.ts';

/** Ends up in a header: visible ASCII, so that nothing else can. */
export const zToken = z
  .string()
  .regex(/^[\x21-\x7e]{1,500}$/, 'must be a token of visible characters without spaces');
const zWebhookSecrets = z.array(z.string().min(1).max(500)).min(1).max(20);
export const zBaseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(500)
  .refine(isBare, 'must not carry a user, a password, a query or a fragment')
  .transform((url) => url.replace(/\/+$/, ''));
export const zUpstreamId = z
  .string()
  .regex(/^[\w.-]{1,200}$/, 'must be 1 to 200 of letters, digits, _ . and -');

/** How long a replaced webhook secret stays valid. */
const zOverlapHours = z.int().min(0).max(720).optional();
/** `true`: answers a new webhook URL once; the old one is worth nothing from then on. */
const zRotate = z.boolean().optional();

/** Settings of a Chatwoot connection. Of one that exists, given fields replace, others stay, `null` takes away. */
const zChatwootInput = z.strictObject({
  baseUrl: zBaseUrl.optional(),
  accountId: z.int().positive().optional(),
  inboxId: z.int().positive().nullable().optional(),
  /** The agent bot, as Chatwoot numbers it. */
  botId: z.int().positive().nullable().optional(),
  /** The agent bot's access token. */
  botToken: zToken.optional(),
  /** A user's access token: may read messages back. */
  adminToken: zToken.nullable().optional(),
  webhookSecrets: zWebhookSecrets.nullable().optional(),
  allowUnsigned: z.boolean().optional(),
  answerWhen: z.enum(['pending', 'pending-or-unassigned-open']).optional(),
  secretOverlapHours: zOverlapHours,
  rotateWebhookKey: zRotate,
});

/** Settings of a Botpress connection; which are needed depends on the dialect. */
const zBotpressInput = z.strictObject({
  dialect: z.enum(['chat_api', 'messaging_api', 'generic', 'v12']).optional(),
  webhookId: zUpstreamId.nullable().optional(),
  encryptionKey: z.string().min(1).max(500).nullable().optional(),
  chatUrl: zBaseUrl.nullable().optional(),
  apiUrl: zBaseUrl.nullable().optional(),
  token: zToken.nullable().optional(),
  workspaceId: zUpstreamId.nullable().optional(),
  botId: zUpstreamId.nullable().optional(),
  /** generic: where customer messages are posted; v12: the server; messaging_api: the host, when it is another than Botpress's. */
  endpointUrl: zEndpointUrl().nullable().optional(),
  /** v12: the server's `converse.maxMessageLength`, when it is raised from 360 characters. */
  messageLengthMax: z.int().min(1).max(100_000).nullable().optional(),
  webhookSecrets: zWebhookSecrets.nullable().optional(),
  secretOverlapHours: zOverlapHours,
  rotateWebhookKey: zRotate,
});

export const zPutConnections = z
  .strictObject({
    tenantId: zTenantId,
    chatwoot: zChatwootInput.optional(),
    botpress: zBotpressInput.optional(),
  })
  .refine(({ chatwoot, botpress }) => chatwoot !== undefined || botpress !== undefined, {
    message: 'give chatwoot, botpress or both',
  });
export type PutConnections = z.output<typeof zPutConnections>;

/**
 * A new webhook secret for a connection. `secret`: one that the upstream has made; when not given, Chatwoot is asked for one,
 * or one is made for Botpress. The replaced one stays valid for the overlap.
 */
export const zRotateSecret = z.strictObject({
  tenantId: zTenantId,
  provider: z.enum(['chatwoot', 'botpress']),
  secret: z.string().min(1).max(500).optional(),
  secretOverlapHours: z.int().min(0).max(720).default(24),
});
export type RotateSecret = z.output<typeof zRotateSecret>;

export const zGetConnections = z.strictObject({ tenantId: zTenantId });

/** The settings that are sealed at rest and never shown. */
export const secretSettings = {
  chatwoot: ['botToken', 'adminToken', 'webhookSecrets'],
  botpress: ['encryptionKey', 'token', 'webhookSecrets'],
} as const;

const zText = z.string().nullable().default(null);

/** The settings that are shown, missing ones filled. */
export const zChatwootSettings = z.object({
  baseUrl: z.string(),
  accountId: z.int(),
  inboxId: z.int().nullable().default(null),
  botId: z.int().nullable().default(null),
  allowUnsigned: z.boolean().default(false),
  answerWhen: z.enum(['pending', 'pending-or-unassigned-open']).default('pending'),
});
export const zBotpressSettings = z.object({
  dialect: z.string(),
  webhookId: zText,
  chatUrl: zText,
  apiUrl: zText,
  workspaceId: zText,
  botId: zText,
  endpointUrl: zText,
  messageLengthMax: z.int().nullable().default(null),
});

/**
 * A connection without its secrets: `secrets` names those that are set. `webhookUrl` holds the key where the connection
 * was made or its key rotated by this very call; else its last segment is `••••`.
 */
const zConnectionView = z.object({
  id: z.uuid(),
  webhookUrl: z.string(),
  secrets: z.array(z.string()),
  updatedAt: z.iso.datetime(),
});
const zChatwootView = zConnectionView.extend(zChatwootSettings.shape);
const zBotpressView = zConnectionView.extend(zBotpressSettings.shape);
export type ChatwootView = z.output<typeof zChatwootView>;
export type BotpressView = z.output<typeof zBotpressView>;

/** Null: the tenant uses the installation's. */
export const zConnectionsAnswer = z.object({
  connections: z.object({ chatwoot: zChatwootView.nullable(), botpress: zBotpressView.nullable() }),
});
/** `secret`: one that was made here, this once; null when the upstream has it already. `validUntil`: of the replaced one. */
export const zRotatedSecretAnswer = zConnectionsAnswer.extend({
  secret: z.string().nullable(),
  validUntil: z.iso.datetime(),
});
export type RotatedSecretAnswer = z.output<typeof zRotatedSecretAnswer>;
export type ConnectionsAnswer = z.output<typeof zConnectionsAnswer>;

function isBare(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

/** May carry a query where customer messages are posted to it as it is. */
function zEndpointUrl() {
  return z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .max(500)
    .refine((text) => {
      const url = URL.parse(text);
      return url !== null && url.username === '' && url.password === '';
    }, 'must not carry a user or a password');
}
