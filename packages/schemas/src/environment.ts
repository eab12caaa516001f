import { z } from 'zod';

const zUrlOf = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a ${protocols.map((protocol) => `${protocol}//`).join(' or ')} address`,
  });
const zHttpUrl = zUrlOf('http:', 'https:').transform((url) => url.replace(/\/+$/, ''));
const zPort = z.coerce.number().int().min(1).max(65_535);
const zFlag = z.enum(['true', 'false'], 'must be true or false').transform((flag) => flag === 'true');
const zLimit = z.coerce.number().int().min(0);
const zSecrets = z.string().transform((text) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
);
/** Checked here so that it is listed with all other problems; the sealer reads it. No value is repeated. */
const zEncryptionKeys = z
  .string()
  .refine(
    (text) => text.split(',').every((entry) => isEncryptionKey(entry.trim())),
    'must be id:base64key,… with keys of 32 bytes',
  );
const zId = z.coerce.number().int().positive();

/** OpenTelemetry's own variables, of which these are read here; its exporter and detectors read the others by themselves. */
export const tracingEnvironment = {
  OTEL_EXPORTER_OTLP_ENDPOINT: zHttpUrl.optional().describe('where traces go; none are made without it'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: zHttpUrl
    .optional()
    .describe('the same, for traces alone and as it stands'),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/protobuf', 'http/json'])
    .default('http/protobuf')
    .describe('`http/protobuf` or `http/json`'),
  OTEL_SDK_DISABLED: zFlag.default(false).describe('`true`: no traces, whatever else is set'),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp').describe('`otlp` or `none`'),
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on')
    .describe('which traces are kept, by its standard name'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('the share that the ratio samplers keep, from 0 to 1'),
  OTEL_BSP_SCHEDULE_DELAY: z.coerce
    .number()
    .int()
    .min(1)
    .max(60_000)
    .default(5_000)
    .describe('how often spans are sent, in milliseconds'),
  OTEL_BSP_MAX_QUEUE_SIZE: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(2_048)
    .describe('how many spans wait at most; further ones are dropped'),
} as const;

const zTracingEnvironment = z.object(tracingEnvironment);
export type TracingEnvironment = z.output<typeof zTracingEnvironment>;

/** The variables that every process of the product reads, each with its default and meaning: docs/environment.md shows them. */
export const processEnvironment = {
  DATABASE_URL: zUrlOf('mysql:').describe(
    'MySQL 8.4 or MariaDB 10.6+: `mysql://user:password@host:3306/tandem`',
  ),
  REDIS_URL: zUrlOf('redis:', 'rediss:').describe(
    'Redis 7 or Valkey: `redis://host:6379`; `rediss:` for TLS',
  ),
  REDIS_CLUSTER: zFlag.default(false).describe('`true`: REDIS_URL is one node of a cluster'),
  TANDEM_ENCRYPTION_KEYS: zEncryptionKeys.describe(
    '`id:base64key,…` of 32 bytes each; the first seals secrets, all open them',
  ),
  PUBLIC_URL: zHttpUrl
    .optional()
    .describe('where Chatwoot and Botpress reach the api; `http://localhost:<PORT>` when not set'),
  HOST: z
    .string()
    .min(1)
    .optional()
    .describe(
      'the address that ports are opened on, such as `127.0.0.1`; every one of the machine when not set',
    ),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`'),
  UPSTREAM_ALLOW_PRIVATE: zFlag
    .default(false)
    .describe('`true`: upstream and attachment URLs of tenants may be private or loopback addresses'),
  ...tracingEnvironment,
} as const;

/** The upstreams of tenants without connections of their own. */
export const installationEnvironment = {
  CHATWOOT_BASE_URL: zHttpUrl
    .optional()
    .describe('the Chatwoot of tenants without a connection of their own'),
  CHATWOOT_ACCOUNT_ID: zId.optional().describe('its account'),
  CHATWOOT_API_TOKEN: z.string().optional().describe('the access token of its agent bot'),
  CHATWOOT_ADMIN_TOKEN: z
    .string()
    .optional()
    .describe('the access token of a user: reads messages back, which settles sends of unknown outcome'),
  CHATWOOT_WEBHOOK_SECRET: zSecrets
    .default([])
    .describe('what its webhooks are signed with; several, comma-separated: any may match'),
  BOTPRESS_DIALECT: z
    .enum(['chat_api', 'messaging_api', 'generic', 'v12'])
    .default('chat_api')
    .describe(
      '`chat_api`, `messaging_api`, `generic` or `v12`: how the bot of tenants without a connection is spoken to',
    ),
  BOTPRESS_CHAT_URL: zHttpUrl
    .default('https://chat.botpress.cloud')
    .describe('chat_api: where the Chat API is'),
  BOTPRESS_WEBHOOK_ID: z
    .string()
    .optional()
    .describe("chat_api: the id of the bot's Chat integration webhook"),
  BOTPRESS_ENCRYPTION_KEY: z
    .string()
    .optional()
    .describe('chat_api: the encryption key of the Chat integration'),
  BOTPRESS_API_URL: zHttpUrl
    .default('https://api.botpress.cloud')
    .describe("where Botpress Cloud's own API is: files, tables, bots"),
  BOTPRESS_TOKEN: z
    .string()
    .optional()
    .describe('a personal access token of Botpress Cloud: configuration and knowledge are synced with it'),
  BOTPRESS_WORKSPACE_ID: z.string().optional().describe('the workspace of the bot'),
  BOTPRESS_BOT_ID: z.string().optional().describe('the bot that tenants share'),
  BOTPRESS_WEBHOOK_SECRET: zSecrets
    .default([])
    .describe('what proves its webhooks; several, comma-separated: any may match'),
  BOTPRESS_ENDPOINT_URL: zHttpUrl
    .optional()
    .describe(
      "generic: where customers' messages are posted; v12: the server; messaging_api: another host than Botpress's",
    ),
  BOTPRESS_MESSAGE_LENGTH_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe("v12: the server's `converse.maxMessageLength`, when it is raised from 360 characters"),
} as const;

export const zInstallationEnvironment = z.object(installationEnvironment);
export type InstallationEnvironment = z.output<typeof zInstallationEnvironment>;

/** Messages or requests a minute; 0 is off. */
export const limitEnvironment = {
  LIMIT_CHATWOOT_HOST_PER_MIN: zLimit.default(3_000).describe('requests to one Chatwoot host'),
  LIMIT_CHATWOOT_CONVERSATION_PER_MIN: zLimit
    .default(200)
    .describe('messages of ours in one conversation of Chatwoot'),
  LIMIT_BOTPRESS_BOT_PER_MIN: zLimit.default(600).describe('requests to one bot'),
  LIMIT_INBOX_SOFT_PER_MIN: zLimit
    .default(60)
    .describe("customers' messages of one inbox; beyond it they are stored and paced"),
  LIMIT_INBOX_HARD_PER_MIN: zLimit
    .default(600)
    .describe("customers' messages of one inbox; beyond it webhooks answer 429"),
  LIMIT_TENANT_SOFT_PER_MIN: zLimit
    .default(300)
    .describe("customers' messages of one tenant; beyond it they are stored and paced"),
  LIMIT_TENANT_HARD_PER_MIN: zLimit
    .default(3_000)
    .describe("customers' messages of one tenant; beyond it webhooks answer 429"),
} as const;

/** What the api reads. */
export const zApiEnvironment = z.object({
  ...processEnvironment,
  ...installationEnvironment,
  ...limitEnvironment,
  TANDEM_ROOT_KEY: z
    .string()
    .min(16, 'must have at least 16 characters')
    .describe('the first admin key, role platform, 16 characters or more'),
  PORT: zPort.default(3_000).describe('of the api'),
  METRICS_PORT: zPort
    .optional()
    .describe('`/metrics` on a port of its own; on PORT for a platform key when not set'),
  LIMIT_ADMIN_KEY_PER_MIN: zLimit.default(600).describe('admin calls of one API key'),
  TRUSTED_PROXIES: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe(
      'how many proxies in front of the api add to `X-Forwarded-For`: wrong keys are counted by address',
    ),
  TENANT_PURGE_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3_650)
    .default(30)
    .describe('how many days a deleted tenant can be restored'),
});
export type ApiEnvironment = z.output<typeof zApiEnvironment>;

/** What the worker reads. */
export const zWorkerEnvironment = z.object({
  ...processEnvironment,
  ...installationEnvironment,
  ...limitEnvironment,
  WORKER_PORT: zPort.optional().describe('health and metrics of the worker; on no port when not set'),
});
export type WorkerEnvironment = z.output<typeof zWorkerEnvironment>;

function isEncryptionKey(entry: string): boolean {
  const encoded = /^[\w.-]{1,32}:([A-Za-z0-9+/_-]+={0,2})$/.exec(entry)?.[1];
  return encoded !== undefined && Buffer.from(encoded, 'base64').length === 32;
}
