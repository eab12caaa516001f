import { randomUUID } from 'node:crypto';
import type { Hono } from 'hono';
import { z } from 'zod';
import { readBody } from '../../chat-api/fake/read-body.ts';
import { Refusal } from '../../chat-api/fake/refusal.ts';
import { matchesTags, readTags, toPage } from './read-tags.ts';
import { type CloudEnv, type CloudRoutesContext, settleFile } from './routes-context.ts';
import { searchFiles } from './search-files.ts';
import { cloudId, type FakeCloudBot, type FakeFile } from './world.ts';

const idsMax = 50;
const zTags = z.record(z.string(), z.string().max(500));
const zUpsert = z.object({
  key: z.string().min(1),
  size: z.int().nonnegative(),
  contentType: z.string().optional(),
  tags: zTags.optional(),
  index: z.boolean().optional(),
});
const zBase = z.object({ name: z.string().min(1), tags: zTags.optional() });

/** Files and knowledge bases (contracts/botpress.md §3.1). */
export function fileRoutes(app: Hono<CloudEnv>, context: CloudRoutesContext): void {
  const { nowMs } = context;

  app.put('/v1/files', async (c) => {
    const { files, id: botId } = c.get('bot');
    const input = await readBody(c, zUpsert);
    const held = files.get(input.key);
    const file: FakeFile = {
      id: held?.id ?? cloudId('file'),
      createdAtMs: held?.createdAtMs ?? nowMs(),
      key: input.key,
      size: input.size,
      contentType: input.contentType ?? 'application/octet-stream',
      tags: input.tags ?? {},
      index: input.index ?? false,
      status: 'upload_pending',
      failedReason: null,
      indexedAtMs: null,
      content: '',
      uploadKey: randomUUID(),
    };
    files.set(file.key, file);
    const { origin } = new URL(c.req.url);
    const uploadUrl = `${origin}/upload/${botId}/${file.id}?signature=${file.uploadKey}`;
    return c.json({ file: { ...showFile(file), uploadUrl } });
  });

  app.get('/v1/files', (c) => {
    const filter = readTags(c.req.url);
    const ids = c.req.queries('ids');
    if (ids !== undefined && ids.length > idsMax) throw new Refusal(400, 'InvalidQuery', 'too many ids');
    const found = [...c.get('bot').files.values()]
      .filter(({ id, tags }) => matchesTags(filter, tags) && (ids === undefined || ids.includes(id)))
      .map((file) => showFile(settleFile(file, context)));
    const { items, meta } = toPage(found, { ...context, url: c.req.url });
    return c.json({ files: items, meta });
  });

  app.get('/v1/files/search', (c) => {
    const query = c.req.query('query') ?? '';
    if (Buffer.byteLength(query) > 1_024 || query === '')
      throw new Refusal(400, 'InvalidQuery', 'query must have 1 to 1024 bytes');
    const limit = Math.min(Number(c.req.query('limit') ?? 20), 50);
    const filter = readTags(c.req.url);
    const files = [...c.get('bot').files.values()].map((file) => settleFile(file, context));
    return c.json({ passages: searchFiles({ files, query, filter, limit, knobs: context.knobs }) });
  });

  app.post('/v1/files/knowledge-bases', async (c) => {
    const input = await readBody(c, zBase);
    const base = { id: cloudId('kb'), name: input.name, tags: input.tags ?? {} };
    c.get('bot').bases.set(base.id, base);
    return c.json({ knowledgeBase: base }, 201);
  });

  app.get('/v1/files/knowledge-bases', (c) => {
    const bases = [...c.get('bot').bases.values()];
    const { items, meta } = toPage(bases, { ...context, url: c.req.url });
    return c.json({ knowledgeBases: items, meta });
  });

  app.get('/v1/files/:id', (c) => {
    const file = settleFile(findFile(c.get('bot'), c.req.param('id')), context);
    return c.json({ file: showFile(file) });
  });

  app.delete('/v1/files/:id', (c) => {
    const { files } = c.get('bot');
    files.delete(findFile(c.get('bot'), c.req.param('id')).key);
    return c.json({});
  });
}

/** The signed URL that takes the bytes: no bearer token, exactly the announced size. */
export function uploadRoute(app: Hono<CloudEnv>, context: CloudRoutesContext): void {
  app.put('/upload/:botId/:fileId', async (c) => {
    const bot = context.world.bots.get(c.req.param('botId'));
    const file = [...(bot?.files.values() ?? [])].find(({ id }) => id === c.req.param('fileId'));
    if (file === undefined || file.uploadKey !== c.req.query('signature')) return c.text('AccessDenied', 403);
    if (c.req.header('authorization') !== undefined) return c.text('InvalidArgument', 400);
    const bytes = Buffer.from(await c.req.arrayBuffer());
    if (bytes.length !== file.size) return c.text('EntityTooLarge', 400);
    file.content = bytes.toString('utf8');
    file.status = file.index ? 'indexing_pending' : 'upload_completed';
    const { indexingMs } = context.knobs;
    file.indexedAtMs = indexingMs === null ? null : context.nowMs() + indexingMs;
    return c.body(null, 200);
  });
}

function findFile(bot: FakeCloudBot, id: string): FakeFile {
  for (const file of bot.files.values()) if (file.id === id) return file;
  throw new Refusal(404, 'ResourceNotFound', 'File not found');
}

function showFile(file: FakeFile) {
  const { id, key, size, contentType, tags, index, status, failedReason, createdAtMs } = file;
  const createdAt = new Date(createdAtMs).toISOString();
  return {
    ...{ id, key, size, contentType, tags, index, status, createdAt, updatedAt: createdAt, metadata: {} },
    ...(failedReason === null ? {} : { failedStatusReason: failedReason }),
    url: `https://files.example.test/${id}`,
  };
}
