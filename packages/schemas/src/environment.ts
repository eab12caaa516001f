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
  OTEL_EXPORTER_OTLP_ENDPOINT: zHttpUrl.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: zHttpUrl.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.enum(['http/protobuf', 'http/json']).default('http/protobuf'),
  OTEL_SDK_DISABLED: zFlag.default(false),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp'),
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  OTEL_BSP_SCHEDULE_DELAY: z.coerce.number().int().min(1).max(60_000).default(5_000),
  OTEL_BSP_MAX_QUEUE_SIZE: z.coerce.number().int().min(1).max(100_000).default(2_048),
} as const;

const zTracingEnvironment = z.object(tracingEnvironment);
export type TracingEnvironment = z.output<typeof zTracingEnvironment>;

/** The variables that every process of the product reads (product page §5.2), each with its default. */
export const processEnvironment = {
  DATABASE_URL: zUrlOf('mysql:'),
  REDIS_URL: zUrlOf('redis:', 'rediss:'),
  REDIS_CLUSTER: zFlag.default(false),
  TANDEM_ENCRYPTION_KEYS: zEncryptionKeys,
  PUBLIC_URL: zHttpUrl.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  UPSTREAM_ALLOW_PRIVATE: zFlag.default(false),
  ...tracingEnvironment,
} as const;

/** The upstreams of tenants without connections of their own. */
export const installationEnvironment = {
  CHATWOOT_BASE_URL: zHttpUrl.optional(),
  CHATWOOT_ACCOUNT_ID: zId.optional(),
  CHATWOOT_API_TOKEN: z.string().optional(),
  CHATWOOT_ADMIN_TOKEN: z.string().optional(),
  CHATWOOT_WEBHOOK_SECRET: zSecrets.default([]),
  BOTPRESS_DIALECT: z.enum(['chat_api', 'messaging_api', 'generic', 'v12']).default('chat_api'),
  BOTPRESS_CHAT_URL: zHttpUrl.default('https://chat.botpress.cloud'),
  BOTPRESS_WEBHOOK_ID: z.string().optional(),
  BOTPRESS_ENCRYPTION_KEY: z.string().optional(),
  BOTPRESS_API_URL: zHttpUrl.default('https://api.botpress.cloud'),
  BOTPRESS_TOKEN: z.string().optional(),
  BOTPRESS_WORKSPACE_ID: z.string().optional(),
  BOTPRESS_BOT_ID: z.string().optional(),
  BOTPRESS_WEBHOOK_SECRET: zSecrets.default([]),
  BOTPRESS_ENDPOINT_URL: zHttpUrl.optional(),
  BOTPRESS_MESSAGE_LENGTH_MAX: z.coerce.number().int().min(1).max(100_000).optional(),
} as const;

export const zInstallationEnvironment = z.object(installationEnvironment);
export type InstallationEnvironment = z.output<typeof zInstallationEnvironment>;

/** Messages or requests a minute; 0 is off. */
export const limitEnvironment = {
  LIMIT_CHATWOOT_HOST_PER_MIN: zLimit.default(3_000),
  LIMIT_CHATWOOT_CONVERSATION_PER_MIN: zLimit.default(200),
  LIMIT_BOTPRESS_BOT_PER_MIN: zLimit.default(600),
  LIMIT_INBOX_SOFT_PER_MIN: zLimit.default(60),
  LIMIT_INBOX_HARD_PER_MIN: zLimit.default(600),
  LIMIT_TENANT_SOFT_PER_MIN: zLimit.default(300),
  LIMIT_TENANT_HARD_PER_MIN: zLimit.default(3_000),
} as const;

/** What the api reads. */
export const zApiEnvironment = z.object({
  ...processEnvironment,
  ...installationEnvironment,
  ...limitEnvironment,
  TANDEM_ROOT_KEY: z.string().min(16, 'must have at least 16 characters'),
  PORT: zPort.default(3_000),
  METRICS_PORT: zPort.optional(),
  /** How long a deleted tenant can be restored. */
  TENANT_PURGE_DAYS: z.coerce.number().int().min(0).max(3_650).default(30),
});
export type ApiEnvironment = z.output<typeof zApiEnvironment>;

/** What the worker reads. */
export const zWorkerEnvironment = z.object({
  ...processEnvironment,
  ...installationEnvironment,
  ...limitEnvironment,
  WORKER_PORT: zPort.optional(),
});
export type WorkerEnvironment = z.output<typeof zWorkerEnvironment>;

function isEncryptionKey(entry: string): boolean {
  const encoded = /^[\w.-]{1,32}:([A-Za-z0-9+/_-]+={0,2})$/.exec(entry)?.[1];
  return encoded !== undefined && Buffer.from(encoded, 'base64').length === 32;
}
