import type { Context, Hono } from 'hono';
import { type Fields, fieldsOf } from '../wire.ts';
import { accountFor, authenticate } from './authenticate.ts';
import type { ChatwootVersion } from './dispatch.ts';
import { Refusal } from './refusals.ts';
import type { SetUp } from './set-up.ts';
import { accountShape, botShape, inboxShape, webhookShape } from './set-up-shapes.ts';
import type { Throttle } from './throttle.ts';
import { type Account, type Bot, type Inbox, newSecret, type World } from './world.ts';

interface SetUpRoutes {
  world: World;
  setUp: SetUp;
  throttle: Throttle;
  now: () => number;
  count: (operation: string) => void;
  version: ChatwootVersion;
}

interface Call {
  account: Account;
  isAdmin: boolean;
  body: Fields;
  id: number;
}

const urlLengthMax = 2_048;

/** Chatwoot's set-up calls (contracts/chatwoot.md §10.4): what agents may read and only administrators may change. */
export function setUpRoutes(app: Hono, { world, setUp, throttle, now, count, version }: SetUpRoutes): void {
  const on = (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    operation: string,
    run: (call: Call) => unknown,
  ) => {
    app.on(method, `/api/v1/accounts/:account${path}`, async (c) => {
      count(operation);
      throttle.request(now());
      const call = await readCall(c, operation);
      const mayAgent = method === 'GET' && !operation.startsWith('webhook.');
      if (!call.isAdmin && !mayAgent) throw notAllowed();
      const answer = run(call);
      return answer === undefined ? new Response(null, { status: 200 }) : Response.json(answer);
    });
  };

  async function readCall(c: Context, operation: string): Promise<Call> {
    const token = c.req.header('api_access_token') ?? c.req.header('api-access-token');
    const caller = authenticate(world, { token, operation, version });
    const account = accountFor(world, caller, Number(c.req.param('account')));
    const isAdmin = caller.type === 'user' && caller.user.role === 'administrator';
    const text = await c.req.text();
    return { account, isAdmin, body: text === '' ? {} : parse(text), id: Number(c.req.param('id')) };
  }

  const inboxOf = ({ account, id, isAdmin }: Call): Inbox => {
    const inbox = world.inboxes.get(id);
    // Agents see only inboxes they are members of; the agents here are members of none.
    if (inbox?.account !== account || !isAdmin) throw notFound();
    return inbox;
  };
  const accessible = (account: Account): Bot[] =>
    [...world.bots.values()].filter(({ accountId }) => accountId === null || accountId === account.id);
  const botOf = ({ account }: Call, id: number): Bot => {
    const bot = accessible(account).find((one) => one.id === id);
    if (bot === undefined) throw notFound();
    return bot;
  };
  const ownBot = (call: Call): Bot => {
    const bot = botOf(call, call.id);
    if (bot.accountId === null) throw notFound();
    return bot;
  };

  on('GET', '', 'account.show', ({ account }) => accountShape(account));
  on('GET', '/inboxes', 'inbox.list', ({ account, isAdmin }) => ({
    payload: [...world.inboxes.values()]
      .filter((inbox) => inbox.account === account && isAdmin)
      .map((inbox) => inboxShape(inbox, isAdmin)),
  }));
  on('GET', '/inboxes/:id', 'inbox.show', (call) => inboxShape(inboxOf(call), call.isAdmin));
  on('POST', '/inboxes', 'inbox.create', ({ account, isAdmin, body }) => {
    const channel = fieldsOf(body.channel);
    if (channel.type !== 'api') throw invalid('Channel is not one that is made here', 'channel');
    if (typeof body.name !== 'string' || body.name === '') throw invalid("Name can't be blank", 'name');
    const webhookUrl = typeof channel.webhook_url === 'string' ? channel.webhook_url : null;
    const made = setUp.createInbox({
      accountId: account.id,
      name: body.name,
      channel: 'Channel::Api',
      webhookUrl,
    });
    return inboxShape(inboxOf({ account, isAdmin, body, id: made.id }), isAdmin);
  });
  on('GET', '/inboxes/:id/agent_bot', 'inbox.bot', (call) => {
    const { bot } = inboxOf(call);
    return { agent_bot: bot === null ? {} : botShape(bot, call.isAdmin) };
  });
  on('POST', '/inboxes/:id/set_agent_bot', 'inbox.attach', (call) => {
    const { agent_bot: id } = call.body;
    const botId = id == null ? null : botOf(call, Number(id)).id;
    setUp.attachBot({ inboxId: inboxOf(call).id, botId });
  });
  on('GET', '/agents', 'agent.list', ({ account }) =>
    [...world.users.values()]
      .filter(({ accountId }) => accountId === account.id)
      .map(({ id, name, email, role }) => ({ id, name, email, role, account_id: account.id })),
  );
  on('GET', '/teams', 'team.list', ({ account }) =>
    account.teams.map(({ id, name }) => ({ id, name, account_id: account.id, allow_auto_assign: true })),
  );
  on('GET', '/agent_bots', 'bot.list', ({ account, isAdmin }) =>
    accessible(account).map((bot) => botShape(bot, isAdmin)),
  );
  on('GET', '/agent_bots/:id', 'bot.show', (call) => botShape(botOf(call, call.id), call.isAdmin));
  on('POST', '/agent_bots', 'bot.create', (call) => {
    const { name, description, outgoing_url: url } = call.body;
    if (typeof name !== 'string' || name === '') throw invalid("Name can't be blank", 'name');
    const { id } = setUp.createBot({
      accountId: call.account.id,
      name,
      description: typeof description === 'string' ? description : '',
      outgoingUrl: urlOf(url),
    });
    return botShape(botOf(call, id), call.isAdmin);
  });
  on('PATCH', '/agent_bots/:id', 'bot.update', (call) => {
    const bot = ownBot(call);
    const { name, description, outgoing_url: url } = call.body;
    if (typeof name === 'string') bot.name = name;
    if (typeof description === 'string') bot.description = description;
    if (url !== undefined) bot.outgoingUrl = urlOf(url);
    return botShape(bot, call.isAdmin);
  });
  on('POST', '/agent_bots/:id/reset_secret', 'bot.reset', (call) => {
    const bot = ownBot(call);
    bot.secret = newSecret();
    return botShape(bot, call.isAdmin);
  });
  on('GET', '/webhooks', 'webhook.list', ({ account }) => ({
    payload: { webhooks: account.webhooks.map((webhook) => webhookShape(webhook, account)) },
  }));
  on('POST', '/webhooks', 'webhook.create', ({ account, body }) => {
    const { url, subscriptions } = body;
    if (typeof url !== 'string' || !URL.canParse(url)) throw invalid('Url is invalid', 'url');
    if (account.webhooks.some((webhook) => webhook.url === url))
      throw invalid('Url has already been taken', 'url');
    if (!Array.isArray(subscriptions) || subscriptions.length === 0)
      throw invalid('Subscriptions Invalid events', 'subscriptions');
    const { id } = setUp.createWebhook({
      accountId: account.id,
      url,
      subscriptions: subscriptions.map(String),
    });
    const webhook = account.webhooks.find((one) => one.id === id);
    return { payload: { webhook: webhook && webhookShape(webhook, account) } };
  });
}

function urlOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (value.length > urlLengthMax)
    throw invalid('Outgoing url is too long (maximum is 2048 characters)', 'outgoing_url');
  return value;
}

function parse(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    throw new Refusal(400, { error: 'There was a problem in the JSON you submitted' });
  }
}

const notFound = () => new Refusal(404, { error: 'Resource could not be found' });
/** There is no 403 for a role that may not (contracts/chatwoot.md §10.2). */
const notAllowed = () => new Refusal(401, { error: 'You are not authorized to do this action' });
const invalid = (message: string, attribute: string) =>
  new Refusal(422, { message, attributes: [attribute] });

const operations: [method: string, path: RegExp, operation: string][] = [
  ['GET', /\/accounts\/\d+$/, 'account.show'],
  ['POST', /\/set_agent_bot$/, 'inbox.attach'],
  ['GET', /\/inboxes\/\d+\/agent_bot$/, 'inbox.bot'],
  ['GET', /\/inboxes\/\d+$/, 'inbox.show'],
  ['GET', /\/inboxes$/, 'inbox.list'],
  ['POST', /\/inboxes$/, 'inbox.create'],
  ['GET', /\/agents$/, 'agent.list'],
  ['GET', /\/teams$/, 'team.list'],
  ['GET', /\/agent_bots\/\d+$/, 'bot.show'],
  ['GET', /\/agent_bots$/, 'bot.list'],
  ['POST', /\/agent_bots$/, 'bot.create'],
  ['PATCH', /\/agent_bots\/\d+$/, 'bot.update'],
  ['POST', /\/reset_secret$/, 'bot.reset'],
  ['GET', /\/webhooks$/, 'webhook.list'],
  ['POST', /\/webhooks$/, 'webhook.create'],
];

/** The operation of a set-up call by its path, for fault knobs; null for any other call. */
export function setUpOperationOf(method: string, path: string): string | null {
  const found = operations.find(([verb, pattern]) => verb === method && pattern.test(path));
  return found?.[2] ?? null;
}
