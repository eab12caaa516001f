import { type Context, Hono } from 'hono';
import type { Fields } from '../wire.ts';
import { createConversation, updateContact } from './account-calls.ts';
import { accountFor, authenticate, type Caller } from './authenticate.ts';
import * as calls from './conversation-calls.ts';
import type { ChatwootVersion } from './dispatch.ts';
import { type StoredFile, serveFiles } from './files.ts';
import type { Life } from './life-cycle.ts';
import { readCallBody } from './read-call-body.ts';
import { Refusal, refusalResponse } from './refusals.ts';
import { restConversation, restMessagePage } from './rest-shapes.ts';
import { setUpOperationOf } from './set-up-routes.ts';
import type { Throttle } from './throttle.ts';
import type { Account, Conversation } from './world.ts';

export interface AccountCall {
  life: Life;
  throttle: Throttle;
  caller: Caller;
  account: Account;
  body: Fields;
  files: readonly StoredFile[];
  /** Where the caller reaches this Chatwoot. */
  origin: string;
}

export interface Call extends AccountCall {
  conversation: Conversation;
}

interface AppOptions {
  throttle: Throttle;
  count: (operation: string) => void;
  version: ChatwootVersion;
}

/** Chatwoot's REST API as far as a bot needs it (contracts/chatwoot.md §10.3). */
export function createApp(life: Life, { throttle, count, version }: AppOptions): Hono {
  const app = new Hono();
  serveFiles(app, life.world.files);
  const accounts = '/api/v1/accounts/:account';

  /** One call on an account: counted, throttled, authenticated, parsed. */
  const onAccount = (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    path: string,
    operation: string,
    run: (call: AccountCall, c: Context) => Response,
  ) => {
    app.on(method, `${accounts}${path}`, async (c) => {
      count(operation);
      throttle.request(life.now());
      const token = c.req.header('api_access_token') ?? c.req.header('api-access-token');
      const caller = authenticate(life.world, { token, operation, version });
      const account = accountFor(life.world, caller, Number(c.req.param('account')));
      const { body, files } = method === 'GET' ? nothing : await readCallBody(c);
      const { origin } = new URL(c.req.url);
      return run({ life, throttle, caller, account, body, files, origin }, c);
    });
  };

  /** One call on one conversation. */
  const on = (
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    operation: string,
    run: (call: Call, c: Context) => Response,
  ) => {
    onAccount(method, `/conversations/:conversation${path}`, operation, (call, c) => {
      const conversation = call.account.conversations.get(Number(c.req.param('conversation')));
      if (conversation === undefined) throw new Refusal(404, { error: 'Resource could not be found' });
      return run({ ...call, conversation }, c);
    });
  };

  onAccount('POST', '/conversations', 'conversation.create', (call) =>
    Response.json(createConversation(call)),
  );
  for (const method of ['PUT', 'PATCH'] as const) {
    onAccount(method, '/contacts/:contact', 'contact.update', (call, c) =>
      Response.json(updateContact(call, Number(c.req.param('contact')))),
    );
  }
  on('POST', '/messages', 'message.create', (call) => Response.json(calls.createMessage(call)));
  on('GET', '/messages', 'message.list', ({ conversation }, c) => {
    const page = {
      before: idParam(c, 'before'),
      after: idParam(c, 'after'),
      filterInternal: (c.req.query('filter_internal_messages') ?? '') !== '',
    };
    return Response.json(restMessagePage(conversation, page));
  });
  on('GET', '', 'conversation.show', ({ conversation }) => Response.json(restConversation(conversation)));
  on('PATCH', '', 'conversation.update', (call) => {
    calls.setPriority(call);
    return Response.json(restConversation(call.conversation));
  });
  on('POST', '/toggle_status', 'conversation.status', (call) => Response.json(calls.toggleStatus(call)));
  on('POST', '/toggle_typing_status', 'conversation.typing', (call) => {
    calls.toggleTyping(call);
    return empty();
  });
  on('POST', '/toggle_priority', 'conversation.priority', (call) => {
    calls.setPriority(call);
    return empty();
  });
  on('POST', '/assignments', 'conversation.assign', (call) => Response.json(calls.assign(call)));
  on('GET', '/labels', 'labels.list', ({ conversation }) => Response.json({ payload: conversation.labels }));
  on('POST', '/labels', 'labels.set', (call) => Response.json(calls.setLabels(call)));
  on('POST', '/custom_attributes', 'conversation.attributes', (call) =>
    Response.json(calls.setCustomAttributes(call)),
  );

  app.get('/api/v1/profile', (c) => {
    count('profile');
    throttle.request(life.now());
    const token = c.req.header('api_access_token') ?? c.req.header('api-access-token');
    const caller = authenticate(life.world, { token, operation: 'profile', version });
    if (caller.type === 'bot')
      throw new Refusal(401, { error: 'Access to this endpoint is not authorized for bots' });
    const { id, name, email, accountId, role } = caller.user;
    return Response.json({ id, name, email, accounts: [{ id: accountId, role }] });
  });

  app.notFound(() => refusalResponse(404, { error: 'Resource could not be found' }));
  app.onError((error) => {
    if (error instanceof Refusal) return refusalResponse(error.status, error.body);
    throw error;
  });
  return app;
}

/** The operation of a request by its path, for fault knobs; the names are those of the routes above. */
export function operationOf(method: string, path: string): string {
  const last = path.slice(path.lastIndexOf('/') + 1);
  switch (last) {
    case 'messages':
      return method === 'GET' ? 'message.list' : 'message.create';
    case 'toggle_status':
      return 'conversation.status';
    case 'toggle_typing_status':
      return 'conversation.typing';
    case 'toggle_priority':
      return 'conversation.priority';
    case 'assignments':
      return 'conversation.assign';
    case 'labels':
      return method === 'GET' ? 'labels.list' : 'labels.set';
    case 'custom_attributes':
      return 'conversation.attributes';
    case 'conversations':
      return method === 'POST' ? 'conversation.create' : 'other';
    default:
      return path.slice(0, -last.length).endsWith('/contacts/') && method !== 'GET'
        ? 'contact.update'
        : (setUpOperationOf(method, path) ?? 'other');
  }
}

function idParam(c: Context, name: string): number | null {
  const value = c.req.query(name);
  return value === undefined || value === '' ? null : Number.parseInt(value, 10) || 0;
}

const nothing = { body: {}, files: [] };
const empty = () => new Response(null, { status: 200 });
