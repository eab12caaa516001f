import type { z } from 'zod';
import { type ChannelSetUp, type SetUpPace, UpstreamError } from '../../contract/index.ts';
import { expectOk, type Http, type HttpResponse } from '../../http/index.ts';
import { readSetUp, setUpAnswers } from './set-up-wire.ts';

const timeoutMs = 8_000;

interface SetUpCall {
  method: 'GET' | 'POST' | 'PATCH';
  /** Below the account. */
  path: string;
  json?: object;
  /** Whether doing it twice shows: what is made has no key of ours. */
  doubles?: boolean;
}

/**
 * The set-up calls of one account, with a user's token (contracts/chatwoot.md §10.4). Chatwoot answers 401 for a role
 * that may not, and never 403. The token must be visible ASCII.
 */
export function connectSetUp(
  http: Http,
  settings: { baseUrl: string; accountId: number; adminToken: string },
  pace: Pick<SetUpPace, 'budget'>,
): ChannelSetUp {
  const { accountId, adminToken } = settings;
  const baseUrl = settings.baseUrl.replace(/\/+$/, '');
  const { host } = new URL(baseUrl);

  async function send(
    url: string,
    { method, path, json, doubles = false }: SetUpCall,
  ): Promise<HttpResponse> {
    await pace.budget();
    const headers = { accept: 'application/json', api_access_token: adminToken };
    const response = await http.request({
      method,
      url,
      headers,
      timeoutMs,
      write: doubles,
      ...(json && { json }),
    });
    const label = `${host}: ${method} ${path}`;
    return expectOk(response, { label, serverError: doubles ? 'unknown-outcome' : 'failed' });
  }

  const call = (input: SetUpCall) => send(`${baseUrl}/api/v1/accounts/${accountId}${input.path}`, input);
  const ask = async <Schema extends z.ZodType>(schema: Schema, input: SetUpCall): Promise<z.output<Schema>> =>
    readSetUp(await call(input), { label: `${host}: ${input.method} ${input.path}`, schema });
  const get = <Schema extends z.ZodType>(path: string, schema: Schema) =>
    ask(schema, { method: 'GET', path });
  const make = <Schema extends z.ZodType>(path: string, schema: Schema, json: object) =>
    ask(schema, { method: 'POST', path, json, doubles: true });

  return {
    async role() {
      const path = '/api/v1/profile';
      const response = await send(`${baseUrl}${path}`, { method: 'GET', path });
      const { accounts } = readSetUp(response, {
        label: `${host}: GET ${path}`,
        schema: setUpAnswers.profile,
      });
      const own = accounts.find(({ id }) => id === accountId);
      if (own === undefined) return null;
      return own.role === 'administrator' ? 'administrator' : 'agent';
    },
    async keepsPendingOnBotFailure() {
      const { settings: told } = await get('', setUpAnswers.account);
      const keeps = told?.keep_pending_on_bot_failure;
      return typeof keeps === 'boolean' ? keeps : null;
    },
    async webhookUrls() {
      const { payload } = await get('/webhooks', setUpAnswers.webhooks);
      return payload.webhooks.flatMap(({ url }) => url ?? []);
    },
    inbox: (id) => get(`/inboxes/${id}`, setUpAnswers.inbox).catch(nullWhenMissing),
    inboxes: async () => (await get('/inboxes', setUpAnswers.inboxes)).payload,
    createApiInbox: ({ name }) => make('/inboxes', setUpAnswers.inbox, { name, channel: { type: 'api' } }),
    bot: (id) => get(`/agent_bots/${id}`, setUpAnswers.bot).catch(nullWhenMissing),
    bots: () => get('/agent_bots', setUpAnswers.bots),
    createBot: ({ name, description }) => make('/agent_bots', setUpAnswers.bot, { name, description }),
    async setBotUrl({ botId, outgoingUrl }) {
      const json = { outgoing_url: outgoingUrl };
      await call({ method: 'PATCH', path: `/agent_bots/${botId}`, json });
    },
    agentIds: async () => (await get('/agents', setUpAnswers.numbered)).map(({ id }) => id),
    teamIds: async () => (await get('/teams', setUpAnswers.numbered)).map(({ id }) => id),
    attachedBot: async (inboxId) =>
      (await get(`/inboxes/${inboxId}/agent_bot`, setUpAnswers.attachedBot)).agent_bot ?? null,
    async attachBot({ inboxId, botId }) {
      await call({ method: 'POST', path: `/inboxes/${inboxId}/set_agent_bot`, json: { agent_bot: botId } });
    },
  };
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof UpstreamError && error.status === 404) return null;
  throw error;
}
