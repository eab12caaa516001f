import { createLogger, Resources } from '@tandem/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StubTandem, startStubTandem } from '../test/stub-tandem.ts';
import { composeSandbox, type Sandbox } from './compose.ts';
import { zSessionsAnswer } from './tandem/wire.ts';

let tandem: StubTandem;
let resources: Resources;
let sandbox: Sandbox;

async function start(rootKey = tandem.rootKey): Promise<{ sandbox: Sandbox; resources: Resources }> {
  const opened = new Resources();
  const config = {
    SANDBOX_PORT: 0,
    SANDBOX_HOST: '127.0.0.1',
    TANDEM_API_URL: tandem.url,
    TANDEM_ROOT_KEY: rootKey,
  };
  const log = createLogger({ name: 'sandbox', level: 'silent' });
  const stopping = new AbortController().signal;
  try {
    return { sandbox: await composeSandbox({ config, log, resources: opened, stopping }), resources: opened };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

beforeAll(async () => {
  tandem = await startStubTandem();
  ({ sandbox, resources } = await start());
});
afterAll(async () => {
  await resources.close();
  await tandem.close();
});

const ask = (method: string, path: string, body?: string, type = 'application/json') =>
  fetch(`${sandbox.url}${path}`, {
    method,
    ...(body !== undefined && { body, headers: { 'content-type': type } }),
  });

describe('the demo tenant', () => {
  it('is found again, not made again, and gets new connections at each start', async () => {
    const before = tandem.calls.length;
    const second = await start();
    await second.resources.close();
    const changes = tandem.calls.slice(before).filter((call) => !call.startsWith('GET'));
    expect(second.sandbox.demo.tenantId).toBe(sandbox.demo.tenantId);
    expect(changes).toEqual([`PUT /api/chatbot/tenants/${sandbox.demo.tenantId}/connections`]);
  });

  it('never uses a conversation or message id of an earlier run again', async () => {
    const earlier = sandbox.upstreams.chatwoot.startConversation({
      inboxId: sandbox.demo.inboxId,
      text: 'Hello',
    });
    await expect.poll(() => ownersOf(tandem)).toContain(earlier.conversationId);
    const second = await start();
    const later = second.sandbox.upstreams.chatwoot.startConversation({
      inboxId: second.sandbox.demo.inboxId,
      text: 'Hello',
    });
    await second.resources.close();
    expect(later.conversationId).toBeGreaterThan(earlier.conversationId);
    expect(later.messageId).toBeGreaterThan(earlier.messageId ?? 0);
  });

  it('is not made with a wrong key: the start fails with a sentence that says so', async () => {
    await expect(start('tdm_wrong-key-wrong-key')).rejects.toThrow(
      'GET /tenants was refused with 401: Send a valid key.',
    );
  });
});

describe('the page', () => {
  it('loads nothing from elsewhere and runs nothing that stands in the page', async () => {
    const response = await ask('GET', '/');
    const html = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(
      [...html.matchAll(/(?:src|href)="([^"#][^"]*)"/g)]
        .map(([, url]) => url)
        .filter((url) => !url?.startsWith('/assets/')),
    ).toEqual([]);
    expect(html).not.toMatch(/<style|style=|\son\w+=|<script(?! type="module" src)/);
  });

  it('finds every file it asks for', async () => {
    const html = await (await ask('GET', '/')).text();
    const files = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    const scripts = await Promise.all(files.filter((path) => path.endsWith('.js')).map(importsOf));
    for (const path of [...files, ...scripts.flat()]) expect((await ask('GET', path)).status, path).toBe(200);
  });

  async function importsOf(path: string): Promise<string[]> {
    const source = await (await ask('GET', path)).text();
    return [...source.matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => `/assets/${name}`);
  }
});

describe('the control endpoints', () => {
  const text = JSON.stringify({ text: 'Hello' });
  const fault = { direction: 'webhook', name: 'drop', rate: 1 };

  it.each([
    ['POST', '/api/conversations', '{', 400],
    ['POST', '/api/conversations', '{"contactName":"x"}', 400],
    ['POST', '/api/conversations/x/customer-messages', text, 400],
    ['POST', '/api/conversations/999999/customer-messages', text, 404],
    ['POST', '/api/conversations/ID/customer-messages', '{"text":"  "}', 400],
    ['POST', '/api/conversations/ID/customer-messages', '{"text":7}', 400],
    ['POST', '/api/conversations/ID/customer-messages', '[]', 400],
    ['POST', '/api/conversations/ID/customer-messages', JSON.stringify({ text: 'x'.repeat(200_000) }), 413],
    ['POST', '/api/conversations/ID/agent-messages', text, 400],
    ['POST', '/api/conversations/ID/status', '{"status":"snoozed"}', 400],
    ['POST', '/api/conversations/ID/choices', '{"messageId":1,"value":"a"}', 404],
    ['PUT', '/api/faults', JSON.stringify({ faults: [] }), 400],
    ['PUT', '/api/faults', JSON.stringify({ faults: [{ upstream: 'redis', fault }] }), 400],
    [
      'PUT',
      '/api/faults',
      JSON.stringify({ faults: [{ upstream: 'chatwoot', fault: { ...fault, rate: 2 } }] }),
      400,
    ],
    ['GET', '/api/messages/x/why', undefined, 400],
    ['GET', '/api/nothing', undefined, 404],
  ])('%s %s with %s answers %i and a sentence', async (method, path, body, status) => {
    const [first] = sandbox.upstreams.chatwoot.conversations({ accountId: sandbox.demo.accountId });
    const response = await ask(method, path.replace('ID', String(first?.conversationId)), body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
  });

  it('take nothing that a form of another page can send', async () => {
    expect((await ask('POST', '/api/conversations', '{}', 'text/plain')).status).toBe(400);
  });

  it('turn the knobs of the fake that is named, and all off', async () => {
    const change = { faults: [{ upstream: 'chatwoot', fault: { ...fault, rate: 0.5 } }] };
    await ask('PUT', '/api/faults', JSON.stringify(change));
    expect(sandbox.upstreams.chatwoot.faults.read().faults).toEqual([{ ...fault, rate: 0.5 }]);
    expect(sandbox.upstreams.botpress.faults.read().faults).toEqual([]);
    await ask('DELETE', '/api/faults');
    expect(sandbox.upstreams.chatwoot.faults.read().faults).toEqual([]);
  });
});

async function ownersOf(stub: StubTandem): Promise<number[]> {
  const headers = { authorization: `Bearer ${stub.rootKey}` };
  const response = await fetch(`${stub.url}/api/chatbot/tenants/any/sessions`, { headers });
  const { sessions } = zSessionsAnswer.parse(await response.json());
  return sessions.map(({ conversationId }) => conversationId);
}
