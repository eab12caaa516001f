import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { z } from 'zod';

/** What the sandbox needs of Tandem, in memory and without any of its promises: for tests of the sandbox alone. */
export interface StubTandem {
  url: string;
  rootKey: string;
  /** Requests to the admin API, as `METHOD path`. */
  calls: string[];
  close(): Promise<void>;
}

const zConnections = z.object({
  chatwoot: z.object({ baseUrl: z.string(), accountId: z.number(), botToken: z.string() }),
  botpress: z.object({ chatUrl: z.string(), webhookId: z.string(), encryptionKey: z.string() }),
});
const zChatwootEvent = z.object({
  event: z.string(),
  id: z.number(),
  message_type: z.string().optional(),
  private: z.boolean().optional(),
  content: z.string().nullish(),
  content_attributes: z
    .object({
      tandem_ref: z.string().optional(),
      submitted_values: z.array(z.object({ title: z.string(), value: z.string() })).optional(),
    })
    .optional(),
  sender: z.object({ type: z.string().optional() }).nullish(),
  status: z.string().optional(),
  conversation: z.object({ id: z.number() }).optional(),
});
const zSignal = z.object({
  type: z.string(),
  data: z.object({
    conversationId: z.string(),
    isBot: z.boolean().optional(),
    payload: z
      .object({
        text: z.string().optional(),
        options: z.array(z.object({ label: z.string(), value: z.string() })).optional(),
      })
      .optional(),
  }),
});

interface Tenant {
  id: string;
  name: string;
  slug: string;
  status: string;
  createdAt: string;
}

export async function startStubTandem(): Promise<StubTandem> {
  const rootKey = `tdm_${randomUUID()}`;
  const tenants: Tenant[] = [];
  const calls: string[] = [];
  const sessions = new Map<number, { owner: string; reason: string; since: string }>();
  let stored = { config: {}, knowledgeBase: [] as unknown[], version: 0 };
  let connected: z.output<typeof zConnections> | null = null;
  let url = '';
  const app = new Hono();

  app.get('/readyz', (c) => c.json({ status: 'ok' }));
  app.use('/api/chatbot/*', async (c, next) => {
    calls.push(`${c.req.method} ${c.req.path}`);
    if (c.req.header('authorization') === `Bearer ${rootKey}`) return await next();
    return c.json({ error: { code: 'unauthorized', message: 'Send a valid key.' } }, 401);
  });
  app.get('/api/chatbot/tenants', (c) => c.json({ tenants, nextCursor: null }));
  app.post('/api/chatbot/tenants', async (c) => {
    const { name, slug } = z.object({ name: z.string(), slug: z.string() }).parse(await c.req.json());
    const tenant = { id: randomUUID(), name, slug, status: 'active', createdAt: new Date().toISOString() };
    tenants.push(tenant);
    return c.json({ tenant }, 201);
  });
  const at = '/api/chatbot/tenants/:tenantId';
  app.get(`${at}/config`, (c) => c.json(configView()));
  app.put(`${at}/config`, async (c) => {
    const body = z.object({ config: z.record(z.string(), z.unknown()), knowledgeBase: z.array(z.unknown()) });
    stored = { ...body.parse(await c.req.json()), version: stored.version + 1 };
    return c.json(configView());
  });
  app.put(`${at}/connections`, async (c) => {
    connected = zConnections.parse(await c.req.json());
    const hooks = `${url}/hooks`;
    return c.json({
      connections: {
        chatwoot: { webhookUrl: `${hooks}/chatwoot` },
        botpress: { webhookUrl: `${hooks}/botpress` },
      },
    });
  });
  app.get(`${at}/sessions`, (c) => {
    const rows = [...sessions].map(([conversationId, { owner, reason, since }]) => {
      return {
        id: String(conversationId),
        conversationId,
        owner,
        ownerReason: reason,
        ownerActor: 'tandem',
        ownerSince: since,
      };
    });
    return c.json({ sessions: rows, nextCursor: null });
  });
  app.get(`${at}/messages/:id/why`, (c) => {
    const atTime = new Date().toISOString();
    const steps = [
      { at: atTime, kind: 'turn', text: 'A turn began with configuration version 1.', id: c.req.param('id') },
    ];
    return c.json({
      trail: { steps, end: { kind: 'answered', reason: null, at: atTime, text: 'It was answered.' } },
    });
  });
  app.post('/hooks/chatwoot', async (c) => {
    const event = zChatwootEvent.parse(await c.req.json());
    const conversationId = event.conversation?.id ?? event.id;
    const { submitted_values: [choice] = [], tandem_ref: ref } = event.content_attributes ?? {};
    if (event.event === 'conversation_status_changed') {
      const owner = event.status === 'open' ? 'human' : 'bot';
      return accepted(c, () =>
        own(conversationId, owner, `the conversation became ${event.status} in Chatwoot`),
      );
    }
    if (event.event === 'message_updated' && choice !== undefined) {
      return accepted(c, () => ask(conversationId, choice.title, choice));
    }
    if (event.event !== 'message_created' || event.private === true)
      return c.json({ status: 'ignored', reason: event.event });
    if (event.message_type === 'incoming') return accepted(c, () => ask(conversationId, event.content ?? ''));
    if (ref !== undefined) return accepted(c, () => {});
    return accepted(c, () => own(conversationId, 'human', 'an agent replied'));
  });
  app.post('/hooks/botpress/', async (c) => {
    const { type, data } = zSignal.parse(await c.req.json());
    const conversationId = Number(data.conversationId.replace('conv-', ''));
    if (type === 'event_created') {
      return accepted(c, async () => {
        own(conversationId, 'human', 'the bot asked for a human: the customer asked for a human');
        await chatwoot(conversationId, 'toggle_status', { status: 'open' });
      });
    }
    if (data.isBot !== true) return c.json({ status: 'ignored', reason: 'echo of our own message' });
    return accepted(c, () => show(conversationId, data.payload ?? {}));
  });

  const configView = () => ({ ...stored, config: { botName: null, ...stored.config } });

  function accepted(c: Context, act: () => void | Promise<void>): Response {
    setTimeout(() => void Promise.resolve(act()).catch(() => {}), 20);
    return c.json({ status: 'accepted', id: randomUUID() });
  }

  function own(conversationId: number, owner: string, reason: string): void {
    if (sessions.get(conversationId)?.owner === owner) return;
    sessions.set(conversationId, { owner, reason, since: new Date().toISOString() });
  }

  async function ask(
    conversationId: number,
    text: string,
    choice?: { title: string; value: string },
  ): Promise<void> {
    if (!sessions.has(conversationId)) own(conversationId, 'bot', 'the conversation is pending');
    if (sessions.get(conversationId)?.owner === 'human' || connected === null) return;
    const id = `conv-${conversationId}`;
    await chatwoot(conversationId, 'toggle_typing_status', { typing_status: 'on' });
    await botpress('users/get-or-create', {});
    await botpress('conversations/get-or-create', { id });
    const metadata = {
      kb: stored.knowledgeBase,
      tenantContext: { ...stored.config, configVersion: stored.version },
      choice,
    };
    await botpress('messages', { conversationId: id, payload: { type: 'text', text }, metadata });
  }

  async function show(
    conversationId: number,
    payload: NonNullable<z.output<typeof zSignal>['data']['payload']>,
  ): Promise<void> {
    const items = (payload.options ?? []).map(({ label, value }) => ({ title: label, value }));
    await chatwoot(conversationId, 'messages', {
      content: payload.text,
      ...(items.length > 0 && { content_type: 'input_select' }),
      content_attributes: { tandem_ref: randomUUID(), ...(items.length > 0 && { items }) },
    });
    await chatwoot(conversationId, 'toggle_typing_status', { typing_status: 'off' });
  }

  async function chatwoot(conversationId: number, path: string, json: object): Promise<void> {
    if (connected === null) return;
    const { baseUrl, accountId, botToken } = connected.chatwoot;
    const headers = { 'content-type': 'application/json', api_access_token: botToken };
    const to = `${baseUrl}/api/v1/accounts/${accountId}/conversations/${conversationId}/${path}`;
    await fetch(to, { method: 'POST', headers, body: JSON.stringify(json) });
  }

  async function botpress(path: string, json: object): Promise<void> {
    if (connected === null) return;
    const { chatUrl, webhookId, encryptionKey } = connected.botpress;
    const headers = { 'content-type': 'application/json', 'x-user-key': userKey(encryptionKey) };
    await fetch(`${chatUrl}/${webhookId}/${path}`, { method: 'POST', headers, body: JSON.stringify(json) });
  }

  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stub does not listen on a port');
  url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    rootKey,
    calls,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A JWT of the one chat user (contracts/botpress.md §1a). */
function userKey(encryptionKey: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ id: 'stub-user' })}`;
  return `${body}.${createHmac('sha256', encryptionKey).update(body).digest('base64url')}`;
}
