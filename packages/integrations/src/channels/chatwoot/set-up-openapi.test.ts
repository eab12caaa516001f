import { describe, expect, it } from 'vitest';
import { expectDescribed, readChatwootOpenApi } from '../../../test/chatwoot-openapi.ts';
import type { HttpRequest } from '../../http/index.ts';
import { connectSetUp } from './set-up.ts';

const inbox = { id: 3, name: 'Website', channel_type: 'Channel::Api' };
const bot = { id: 5, name: 'Harper' };

/** Answers of the right shape, so that every call runs to its end. */
function answerTo({ method, url }: HttpRequest): unknown {
  const path = new URL(url).pathname;
  if (path.endsWith('/profile')) return { accounts: [{ id: 7, role: 'administrator' }] };
  if (path.endsWith('/webhooks')) return { payload: { webhooks: [] } };
  if (path.endsWith('/inboxes') && method === 'GET') return { payload: [inbox] };
  if (path.endsWith('/agent_bots') && method === 'GET') return [bot];
  if (path.endsWith('/agents') || path.endsWith('/teams')) return [{ id: 9 }];
  if (path.endsWith('/agent_bot')) return { agent_bot: {} };
  return path.includes('/agent_bots') ? bot : inbox;
}

/** Every request set-up can make, recorded instead of sent. */
async function recordRequests(): Promise<HttpRequest[]> {
  const requests: HttpRequest[] = [];
  const http = {
    async request(request: HttpRequest) {
      requests.push(request);
      return { status: 200, headers: {}, text: '', json: answerTo(request) };
    },
    close: async () => {},
  };
  const settings = { baseUrl: 'https://chat.example/', accountId: 7, adminToken: 'admin' };
  const setUp = connectSetUp(http, settings, { budget: async () => {} });
  await setUp.role();
  await setUp.keepsPendingOnBotFailure();
  await setUp.webhookUrls();
  await setUp.inbox(3);
  await setUp.inboxes();
  await setUp.createApiInbox({ name: 'Website' });
  await setUp.bot(5);
  await setUp.bots();
  await setUp.createBot({ name: 'Harper', description: 'a marker' });
  await setUp.setBotUrl({ botId: 5, outgoingUrl: 'https://tandem.example/x' });
  await setUp.agentIds();
  await setUp.teamIds();
  await setUp.attachedBot(3);
  await setUp.attachBot({ inboxId: 3, botId: 5 });
  return requests;
}

const requests = await recordRequests();
const nameOf = ({ method, url }: HttpRequest) => `${method} ${new URL(url).pathname}`;

describe('the requests of set-up', () => {
  it('are these', () => {
    expect(requests.map(nameOf)).toEqual([
      'GET /api/v1/profile',
      'GET /api/v1/accounts/7',
      'GET /api/v1/accounts/7/webhooks',
      'GET /api/v1/accounts/7/inboxes/3',
      'GET /api/v1/accounts/7/inboxes',
      'POST /api/v1/accounts/7/inboxes',
      'GET /api/v1/accounts/7/agent_bots/5',
      'GET /api/v1/accounts/7/agent_bots',
      'POST /api/v1/accounts/7/agent_bots',
      'PATCH /api/v1/accounts/7/agent_bots/5',
      'GET /api/v1/accounts/7/agents',
      'GET /api/v1/accounts/7/teams',
      'GET /api/v1/accounts/7/inboxes/3/agent_bot',
      'POST /api/v1/accounts/7/inboxes/3/set_agent_bot',
    ]);
  });

  it('are writes only where a repetition would make a second one', () => {
    expect(requests.filter(({ write }) => write).map(nameOf)).toEqual([
      'POST /api/v1/accounts/7/inboxes',
      'POST /api/v1/accounts/7/agent_bots',
    ]);
  });

  it('carry the administrator’s token and nothing of it elsewhere', () => {
    for (const { headers, url, json } of requests) {
      expect(headers?.api_access_token).toBe('admin');
      expect(`${url}${JSON.stringify(json ?? '')}`).not.toContain('admin"');
    }
  });
});

const document = readChatwootOpenApi();

describe.runIf(document !== null)('Chatwoot’s own OpenAPI document', () => {
  it.each(requests.map((request) => [nameOf(request), request] as const))('knows %s', (_name, request) => {
    expectDescribed(document ?? {}, request);
  });
});
