import { AppError, holdsTooManyValues } from '@tandem/schemas';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { addressOf } from './client-address.ts';
import { type AdminDeps, type AdminRequest, openRequest } from './context.ts';
import { failureOf } from './errors.ts';
import { type AdminEnv, announce, refuse, restRoutes } from './rest.ts';
import { adminRouter } from './router.ts';

/** Between the calls of a batch, also as tRPC decodes it. */
const batchComma = /,|%2c/i;

/** 10,000 knowledge entries of usual size fit. */
const bodyBytesMax = 32 * 1024 * 1024;

/** The admin side of the api: REST under `/api/chatbot`, tRPC under `/trpc`. Opens nothing, listens on nothing. */
export function createAdminApp(deps: AdminDeps): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();
  const limitBody = (onError: (c: Context<AdminEnv>) => Response | Promise<Response>) =>
    bodyLimit({ maxSize: bodyBytesMax, onError });

  app.use('/api/chatbot/*', async (c, next) => {
    const admin = await open(deps, c);
    // Before the body is read: nobody without a key makes us hold 32 MiB.
    return admin.refusal ? refuse(c, admin.refusal) : await next();
  });
  app.use(
    '/api/chatbot/*',
    limitBody((c) => refuse(c, tooLarge())),
  );
  app.route('/', restRoutes(adminRouter));
  app.all('/api/chatbot/*', (c) => refuse(c, noRoute(`${c.req.method} ${c.req.path}`)));

  app.use('/trpc/*', async (c, next) => {
    const admin = await open(deps, c);
    return admin.refusal ? await refuseTrpc(c, admin) : await next();
  });
  app.use(
    '/trpc/*',
    limitBody((c) => refuseTrpc(c, { ...c.get('admin'), refusal: tooLarge() })),
  );
  app.all('/trpc/*', async (c) => {
    const admin = c.get('admin');
    if (c.req.method !== 'POST') return await answerTrpc(c, { req: c.req.raw, admin });
    const body = await c.req.text();
    // tRPC parses it whole.
    if (holdsTooManyValues(body)) return await refuseTrpc(c, { ...admin, refusal: tooManyValues() });
    const { url, method, headers, signal } = c.req.raw;
    return await answerTrpc(c, { req: new Request(url, { method, headers, body, signal }), admin });
  });

  app.onError((error, c) => {
    const findCaller = async () => null;
    const admin = { deps, requestId: c.get('requestId'), caller: null, findCaller, refusal: error };
    c.set('admin', admin);
    return c.req.path.startsWith('/trpc/') ? refuseTrpc(c, admin) : refuse(c, error);
  });
  return app;
}

async function open(deps: AdminDeps, c: Context<AdminEnv>): Promise<AdminRequest> {
  const requestId = c.get('requestId') ?? givenId(c.req.header('x-request-id')) ?? deps.newId<string>();
  c.set('requestId', requestId);
  c.header('x-request-id', requestId);
  c.header('cache-control', 'no-store');
  const admin = await openRequest(deps, {
    requestId,
    authorization: c.req.header('authorization'),
    address: addressOf(c, deps),
    calls: c.req.path.startsWith('/trpc/') ? c.req.path.split(batchComma).length : 1,
  });
  c.set('admin', admin);
  return admin;
}

/** What the request carries stays unread: its answer is settled. */
async function refuseTrpc(c: Context<AdminEnv>, admin: AdminRequest): Promise<Response> {
  announce(c, failureOf(admin.refusal));
  const { url, method, headers } = c.req.raw;
  return await answerTrpc(c, { req: new Request(url, { method, headers }), admin });
}

async function answerTrpc(
  c: Context<AdminEnv>,
  { req, admin }: { req: Request; admin: AdminRequest },
): Promise<Response> {
  const createContext = () => admin;
  const response = await fetchRequestHandler({ endpoint: '/trpc', router: adminRouter, req, createContext });
  // The headers set before belong to every answer.
  return c.newResponse(response.body, response);
}

/** An id from a proxy or client is taken over when it is harmless in a log. */
const givenId = (header: string | undefined): string | undefined =>
  header !== undefined && /^[\w.=-]{1,100}$/.test(header) ? header : undefined;

const tooLarge = () => new AppError('payload_too_large', { public: 'The body is larger than 32 MiB.' });
const tooManyValues = () => new AppError('bad_request', { public: 'The body holds too many values.' });
const noRoute = (route: string) =>
  new AppError('not_found', { public: `There is no ${route.slice(0, 200)} in the admin API.` });
