import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { createFaults, type Faults, type ServedFake, serveFake } from '../../../../faults/index.ts';
import { noSuchRoute, Refusal, refuse } from '../../chat-api/fake/refusal.ts';
import { adminRoutes } from './admin-routes.ts';
import { adminDoor, botDoor } from './door.ts';
import { fileRoutes, uploadRoute } from './file-routes.ts';
import { operationOf } from './operation-of.ts';
import { type CloudEnv, type CloudKnobs, type CloudRoutesContext, endIndexing } from './routes-context.ts';
import { tableRoutes } from './table-routes.ts';
import { type FakeCloudBot, type FakeFile, type FakeIntegration, type FakeTable, newBot } from './world.ts';

export interface FakeCloudOptions {
  /** For the fault knobs. */
  seed?: number;
  now?: () => number;
  /** Requests of one bot a minute. Default 0: no limit. */
  perMinuteMax?: number;
  /** Items per page of a listing. Default 20 (contracts/botpress.md §3.1). */
  pageSize?: number;
  /** What a listing may ask for at most. Default 100: nothing says what it is. */
  pageSizeMax?: number;
  /** See `CloudKnobs`. Default 0: indexed at the next look. */
  indexingMs?: number | null;
  /** Told of every installed or changed integration: what a fake Chat API must come to know. */
  onIntegration?: (bot: { id: string; name: string }, integration: FakeIntegration) => void;
}

/** An honest stand-in for `api.botpress.cloud`: keeps state, checks tokens, indexes in its own time, limits its rate. */
export interface FakeCloud extends ServedFake {
  readonly faults: Faults;
  readonly knobs: CloudKnobs;
  createWorkspace(): { workspaceId: string; token: string };
  /** A bot made by hand, with a key of its own. */
  createBot(input: { workspaceId: string; name?: string; botId?: string }): { botId: string; token: string };
  /** All files of a bot, oldest first. */
  files(botId: string): FakeFile[];
  table(botId: string, name: string): FakeTable | null;
  bots(workspaceId: string): FakeCloudBot[];
  /** Ends all indexing that is under way. */
  finishIndexing(): void;
  /** Requests so far, by operation: `file.upsert`, `file.upload`, `bot.create`, … */
  counters(): Record<string, number>;
  /** The most requests a bot has had in one minute of the clock. */
  busiestMinute(botId: string): number;
}

export function createFakeCloud(options: FakeCloudOptions = {}): FakeCloud {
  const { now = Date.now, perMinuteMax = 0, pageSize = 20, pageSizeMax = 100, indexingMs = 0 } = options;
  const faults = createFaults(options.seed === undefined ? {} : { seed: options.seed });
  const knobs: CloudKnobs = { indexingMs, failIndexing: () => null, searchIgnoresTags: false, rowErrors: [] };
  const world: CloudRoutesContext['world'] = { workspaces: new Map(), bots: new Map() };
  const onIntegration = options.onIntegration ?? (() => {});
  const app = createRoutes({ world, nowMs: now, perMinuteMax, pageSize, pageSizeMax, knobs, onIntegration });
  const counters: Record<string, number> = {};
  const served = serveFake({
    faults,
    handle(request) {
      const operation = operationOf(request.method, new URL(request.url).pathname);
      counters[operation] = (counters[operation] ?? 0) + 1;
      return app.fetch(request);
    },
    operationOf,
    refuse: (status) => refuse(refusalOf(status), { asStatus200: false }),
  });
  const botOf = (botId: string): FakeCloudBot => {
    const bot = world.bots.get(botId);
    if (bot === undefined) throw new Error(`no bot ${botId}`);
    return bot;
  };

  return {
    ...served,
    faults,
    knobs,
    createWorkspace() {
      const workspace = { id: randomUUID(), token: `bp_pat_${randomUUID()}` };
      world.workspaces.set(workspace.id, workspace);
      return { workspaceId: workspace.id, token: workspace.token };
    },
    createBot({ workspaceId, name = 'Made by hand', botId }) {
      const bot = newBot({ id: botId, workspaceId, name });
      const token = `bp_bak_${randomUUID()}`;
      bot.keys.set(token, { id: token.slice(-8), note: 'made by hand' });
      world.bots.set(bot.id, bot);
      return { botId: bot.id, token };
    },
    files: (botId) => [...botOf(botId).files.values()],
    table: (botId, name) => botOf(botId).tables.get(name) ?? null,
    bots: (workspaceId) => [...world.bots.values()].filter((bot) => bot.workspaceId === workspaceId),
    finishIndexing() {
      for (const bot of world.bots.values())
        for (const file of bot.files.values())
          if (file.status === 'indexing_pending') endIndexing(file, knobs);
    },
    counters: () => ({ ...counters }),
    busiestMinute: (botId) => Math.max(0, ...botOf(botId).minutes.values()),
  };
}

function createRoutes(context: CloudRoutesContext): Hono<CloudEnv> {
  const app = new Hono<CloudEnv>();
  uploadRoute(app, context);
  app.use('/v1/admin/*', adminDoor(context));
  app.use('/v1/files/*', botDoor(context));
  app.use('/v1/tables/*', botDoor(context));
  adminRoutes(app, context);
  fileRoutes(app, context);
  tableRoutes(app, context);
  app.notFound(() => noSuchRoute());
  app.onError((error) => {
    if (error instanceof Refusal) return refuse(error, { asStatus200: false });
    throw error;
  });
  return app;
}

function refusalOf(status: 429 | 500): Refusal {
  if (status === 500) return new Refusal(500, 'Internal', 'An unexpected error occurred');
  return new Refusal(429, 'RateLimited', 'The request has been rate limited.', { 'ratelimit-reset': '1' });
}
