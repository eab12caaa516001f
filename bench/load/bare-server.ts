import { createHmac, timingSafeEqual } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** The reference: a Hono server that only verifies the signature and parses the body. Arguments: port, secret. */
const [port, secret = ''] = process.argv.slice(2);
const app = new Hono();
app.post('/webhook', async (c) => {
  const body = Buffer.from(await c.req.arrayBuffer());
  const expected = createHmac('sha256', secret)
    .update(`${c.req.header('x-chatwoot-timestamp')}.`)
    .update(body)
    .digest();
  const given = Buffer.from((c.req.header('x-chatwoot-signature') ?? '').slice('sha256='.length), 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return c.json({ error: 'signature' }, 401);
  const parsed: { id?: number } = JSON.parse(body.toString('utf8'));
  return c.json({ status: 'accepted', id: parsed.id });
});
serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' });
