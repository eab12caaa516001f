import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { z } from 'zod';
import { readBody } from '../../chat-api/fake/read-body.ts';
import { Refusal } from '../../chat-api/fake/refusal.ts';
import { matchesTags, readTags, toPage } from './read-tags.ts';
import type { CloudEnv, CloudRoutesContext } from './routes-context.ts';
import { cloudId, type FakeCloudBot, type FakeIntegration, type FakeWorkspace, newBot } from './world.ts';

/** Versions of the hub that can be installed: what `getPublicIntegration` answers. */
const hub = [
  { id: 'intver_01CHATCHATCHATCHATCHATCH', name: 'chat', version: '1.0.0' },
  // Botpress's own way to Chatwoot, which competes with ours (contracts/botpress.md §7).
  { id: 'intver_01CHATWOOTCHATWOOTCHATWO', name: 'chatwoot', version: '1.0.0' },
];

const zTags = z.record(z.string(), z.string());
const zCreate = z.object({ name: z.string().optional(), tags: zTags.optional() });
const zUpdate = z.object({
  name: z.string().optional(),
  tags: z.record(z.string(), z.string().nullable()).optional(),
  integrations: z
    .record(
      z.string(),
      z
        .object({
          integrationId: z.string().optional(),
          enabled: z.boolean().optional(),
          configuration: z.record(z.string(), z.unknown()).optional(),
        })
        .nullable(),
    )
    .optional(),
});
const zKey = z.object({ botId: z.string(), note: z.string().optional() });

/** Bots, their integrations and their keys (contracts/botpress.md §3.4). */
export function adminRoutes(app: Hono<CloudEnv>, context: CloudRoutesContext): void {
  const { bots } = context.world;

  app.get('/v1/admin/bots', (c) => {
    const filter = readTags(c.req.url);
    const owned = [...bots.values()]
      .filter(({ workspaceId, tags }) => workspaceId === c.get('workspace').id && matchesTags(filter, tags))
      .map(({ id, name, tags }) => ({ id, name, tags }));
    const { items, meta } = toPage(owned, { ...context, url: c.req.url });
    return c.json({ bots: items, meta });
  });

  app.post('/v1/admin/bots', async (c) => {
    const { name = '', tags } = await readBody(c, zCreate);
    const bot = newBot({ workspaceId: c.get('workspace').id, name, tags });
    bots.set(bot.id, bot);
    return c.json({ bot: showBot(bot) }, 201);
  });

  app.post('/v1/admin/bots/baks', async (c) => {
    const { botId, note = '' } = await readBody(c, zKey);
    const key = { id: cloudId('bak'), note };
    const value = `bp_bak_${randomUUID().replaceAll('-', '')}`;
    findBot(context, c.get('workspace'), botId).keys.set(value, key);
    return c.json({ ...key, value, createdAt: new Date(context.nowMs()).toISOString() }, 201);
  });

  app.get('/v1/admin/bots/baks', (c) => {
    const { keys } = findBot(context, c.get('workspace'), c.req.query('botId') ?? '');
    const createdAt = new Date(context.nowMs()).toISOString();
    return c.json({ baks: [...keys.values()].map((key) => ({ ...key, createdAt })) });
  });

  app.delete('/v1/admin/bots/baks/:key', (c) => {
    for (const bot of bots.values()) {
      if (bot.workspaceId !== c.get('workspace').id) continue;
      const held = [...bot.keys].find(([, { id }]) => id === c.req.param('key'));
      if (held === undefined) continue;
      bot.keys.delete(held[0]);
      return c.json({});
    }
    throw new Refusal(404, 'ResourceNotFound', 'Bot API key not found');
  });

  app.get('/v1/admin/bots/:id', (c) =>
    c.json({ bot: showBot(findBot(context, c.get('workspace'), c.req.param('id'))) }),
  );

  app.put('/v1/admin/bots/:id', async (c) => {
    const bot = findBot(context, c.get('workspace'), c.req.param('id'));
    const input = await readBody(c, zUpdate);
    bot.name = input.name ?? bot.name;
    for (const [tag, value] of Object.entries(input.tags ?? {})) {
      if (value === null || value === '') delete bot.tags[tag];
      else bot.tags[tag] = value;
    }
    for (const [key, given] of Object.entries(input.integrations ?? {})) {
      if (given === null) delete bot.integrations[key];
      else context.onIntegration(bot, install(bot, key, given));
    }
    return c.json({ bot: showBot(bot) });
  });

  app.get('/v1/admin/hub/integrations/:name/:version', (c) => {
    const { name, version } = c.req.param();
    const integration = hub.find((one) => one.name === name && one.version === version);
    if (integration === undefined) throw new Refusal(404, 'ResourceNotFound', 'Integration not found');
    return c.json({ integration });
  });
}

function install(
  bot: FakeCloudBot,
  key: string,
  given: {
    integrationId?: string | undefined;
    enabled?: boolean | undefined;
    configuration?: object | undefined;
  },
): FakeIntegration {
  const held = bot.integrations[key];
  const published = hub.find(({ id }) => id === (given.integrationId ?? held?.id ?? key));
  if (published === undefined) throw new Refusal(400, 'ReferenceNotFound', 'Integration not found');
  const integration: FakeIntegration = {
    ...published,
    enabled: given.enabled ?? held?.enabled ?? true,
    webhookId: held?.webhookId ?? randomUUID(),
    configuration: { ...held?.configuration, ...given.configuration },
  };
  bot.integrations[key] = integration;
  return integration;
}

function findBot({ world }: CloudRoutesContext, workspace: FakeWorkspace, id: string): FakeCloudBot {
  const bot = world.bots.get(id);
  if (bot === undefined || bot.workspaceId !== workspace.id)
    throw new Refusal(404, 'ResourceNotFound', `Bot ${id} not found`);
  return bot;
}

const showBot = ({ id, name, tags, integrations }: FakeCloudBot) => ({
  id,
  name,
  tags,
  integrations: Object.fromEntries(
    Object.entries(integrations).map(([key, integration]) => [
      key,
      {
        ...integration,
        webhookUrl: `https://webhook.example.test/${integration.webhookId}`,
        status: 'registered',
        statusReason: null,
      },
    ]),
  ),
});
