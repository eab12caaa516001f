import { errorResponses } from './describe-errors.ts';
import type { PlacedOperation } from './describe-operations.ts';
import type { Operation, Parameter } from './document.ts';

const text = (description: string) => ({
  description,
  content: { 'text/plain': { schema: { type: 'string' } } },
});
const signature = (name: string, description: string): Parameter => ({
  name,
  in: 'header',
  required: false,
  description,
  schema: { type: 'string' },
});

const token = signature('x-webhook-token', 'The secret itself, where nothing better can be sent');

/** What proves a webhook of each provider; one of them is needed (product page §5.3, `verify-proof.ts`). */
const proofs: Record<'chatwoot' | 'botpress', Parameter[]> = {
  chatwoot: [
    signature('x-chatwoot-signature', '`sha256=` and the HMAC-SHA256 of `<timestamp>.<body>` in hex'),
    signature(
      'x-chatwoot-timestamp',
      'Seconds since 1970, at most 300 from now; without it the body alone is signed',
    ),
    token,
  ],
  botpress: [
    signature('x-bp-signature', '`sha256=` and the HMAC-SHA256 of `<timestamp>.<body>` in hex'),
    signature(
      'x-bp-timestamp',
      'Seconds since 1970, at most 300 from now; without it the body alone is signed',
    ),
    signature('x-secret-key', 'The secret itself, as the Chat integration sends it'),
    signature('x-bp-messaging-webhook-token', 'The secret itself, as a v12 server sends it'),
    token,
  ],
};

const key: Parameter = {
  name: 'webhookKey',
  in: 'path',
  required: true,
  description: 'The last segment of the URL that a connection was given; a secret',
  schema: { type: 'string' },
};

const taken = {
  description: 'Stored (`accepted`), known already (`duplicate`), or nothing to act on (`ignored`)',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: {
          status: { type: 'string', enum: ['accepted', 'duplicate', 'ignored'] },
          id: { type: 'string', format: 'uuid' },
          reason: { type: 'string' },
        },
        required: ['status'],
      },
      example: { status: 'accepted', id: '01997d2e-0000-7000-8000-000000000001' },
    },
  },
};

function webhook(provider: 'chatwoot' | 'botpress', withKey: boolean): PlacedOperation {
  const name = provider === 'chatwoot' ? 'Chatwoot' : 'Botpress';
  const operation: Operation = {
    operationId: `receive${name}${withKey ? 'ByKey' : ''}`,
    tags: ['webhooks'],
    summary: withKey
      ? `Take an event of ${name} for the connection that the key names`
      : `Take an event of ${name} for the tenant that its content names`,
    description: 'Answered once it is stored. A failure means that nothing was stored: send it again.',
    security: [],
    parameters: [...(withKey ? [key] : []), ...proofs[provider]],
    requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
    responses: { '200': taken, ...errorResponses([400, 401, 404, 413, 429, 500]) },
  };
  const path = `/api/webhooks/chatbot/${provider}${withKey ? '/{webhookKey}' : ''}`;
  return { method: 'post', path, operation };
}

const get = (path: string, operation: Omit<Operation, 'tags'>): PlacedOperation => ({
  method: 'get',
  path,
  operation: { tags: ['process'], ...operation },
});

/** What is served beside the procedures. */
export const publicOperations: readonly PlacedOperation[] = [
  webhook('chatwoot', false),
  webhook('chatwoot', true),
  webhook('botpress', false),
  webhook('botpress', true),
  get('/livez', {
    operationId: 'livez',
    summary: 'Whether the process runs',
    security: [],
    responses: { '200': text('It runs') },
  }),
  get('/readyz', {
    operationId: 'readyz',
    summary: 'Whether the process may be given traffic',
    security: [],
    responses: { '200': text('It may'), '503': text('It drains, or a store does not answer') },
  }),
  get('/metrics', {
    operationId: 'metrics',
    summary: 'Figures for Prometheus',
    description: 'For keys of the platform. Served without a key on `METRICS_PORT` alone where that is set.',
    responses: { '200': text('The text format of Prometheus'), '401': text('No key of the platform') },
    'x-least-role': 'platform',
  }),
  get('/openapi.json', {
    operationId: 'openapi',
    summary: 'This document',
    security: [],
    responses: {
      '200': { description: 'OpenAPI 3.1', content: { 'application/json': { schema: { type: 'object' } } } },
    },
  }),
  get('/docs', {
    operationId: 'docs',
    summary: 'This document as a page for people',
    security: [],
    responses: {
      '200': { description: 'The page', content: { 'text/html': { schema: { type: 'string' } } } },
    },
  }),
];
