import { zFileAnswer } from '@tandem/schemas/admin';
import { initTRPC } from '@trpc/server';
import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { AdminMeta } from './meta.ts';
import { type AdminEnv, restRoutes } from './rest.ts';

const t = initTRPC.meta<AdminMeta>().create();
const page = { mediaType: 'application/x-ndjson', text: '{"a":1}\n{"a":"ä"}\n' } as const;
const router = t.router({
  rows: t.procedure
    .meta({
      summary: 'Export rows',
      rest: {
        methods: ['GET'],
        path: '/api/chatbot/rows',
        status: 200,
        produces: ['application/x-ndjson'],
      },
    })
    .input(z.strictObject({ cursor: z.string().optional() }))
    .output(zFileAnswer)
    .query(({ input }) => ({
      file: { name: 'rows.ndjson', ...page },
      nextCursor: input.cursor === undefined ? 'more' : null,
    })),
});

it('answers a file as itself, with its name and where the next page begins', async () => {
  const app = new Hono<AdminEnv>().route('/', restRoutes(router));
  const first = await app.request('/api/chatbot/rows');
  expect(Object.fromEntries(first.headers)).toEqual({
    'content-type': 'application/x-ndjson; charset=utf-8',
    'content-disposition': 'attachment; filename="rows.ndjson"',
    'x-next-cursor': 'more',
  });
  expect(await first.text()).toBe(page.text);
  const last = await app.request('/api/chatbot/rows?cursor=more');
  expect([last.status, last.headers.get('x-next-cursor')]).toEqual([200, null]);
});
