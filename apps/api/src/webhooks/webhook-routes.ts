import { Hono } from 'hono';
import { readRequest } from './read-request.ts';
import { type Provider, takeWebhook, type WebhookDeps } from './take-webhook.ts';

/** The webhook routes, with and without key and trailing slash, for an app that is given web requests. */
export function createWebhookRoutes(deps: WebhookDeps): Hono {
  const app = new Hono();
  for (const provider of ['chatwoot', 'botpress'] as const) {
    const path = `/api/webhooks/chatbot/${provider}`;
    for (const route of [path, `${path}/`]) app.post(route, (c) => answer(deps, provider, c.req.raw, null));
    for (const route of [`${path}/:key`, `${path}/:key/`]) {
      app.post(route, (c) => answer(deps, provider, c.req.raw, c.req.param('key') ?? null));
    }
  }
  return app;
}

async function answer(
  deps: WebhookDeps,
  provider: Provider,
  raw: Request,
  webhookKey: string | null,
): Promise<Response> {
  const { status, body, headers } = await takeWebhook(deps, {
    provider,
    webhookKey,
    header: (name) => raw.headers.get(name) ?? undefined,
    read: (bytesMax) => readRequest(raw, bytesMax),
  });
  return Response.json(body, { status, ...(headers && { headers }) });
}
