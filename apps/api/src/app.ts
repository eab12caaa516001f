import { Hono } from 'hono';
import type { AdminDeps } from './admin/context.ts';
import { createAdminApp } from './admin/create-admin-app.ts';
import { type BoardDeps, createBoardApp } from './board/create-board-app.ts';
import { createHealthRoutes, type HealthDeps } from './health/health-routes.ts';
import { createDocsRoutes } from './openapi/create-docs-routes.ts';
import type { WebhookDeps } from './webhooks/take-webhook.ts';
import { createWebhookRoutes } from './webhooks/webhook-routes.ts';

export interface AppDeps {
  webhooks: WebhookDeps;
  admin: AdminDeps;
  board: Omit<BoardDeps, 'admin'>;
  health: HealthDeps;
}

/** The whole api as one handler; it opens nothing and listens on nothing. */
export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  app.route('/', createWebhookRoutes(deps.webhooks));
  app.route('/', createHealthRoutes(deps.health));
  app.route('/', createDocsRoutes());
  app.route('/', createAdminApp(deps.admin));
  app.route('/', createBoardApp({ ...deps.board, admin: deps.admin }));
  app.notFound((c) => {
    const requestId = deps.webhooks.newId();
    return c.json(
      { error: { code: 'not_found', message: `There is no ${c.req.method} ${c.req.path}.`, requestId } },
      404,
    );
  });
  return app;
}
