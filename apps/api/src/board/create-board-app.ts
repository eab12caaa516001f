import { createBullBoard } from '@bull-board/api';
import { HonoAdapter } from '@bull-board/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import type { NamedQueue } from '@tandem/queue';
import { boardAdapters } from '@tandem/queue/board';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { AdminDeps } from '../admin/context.ts';
import { awayPage, loginPage, logoutPage } from './board-pages.ts';
import { readSession, sessionMs, signSession } from './board-session.ts';
import { findBoardUi } from './find-board-ui.ts';
import { logIn } from './log-in.ts';

export interface BoardDeps {
  admin: AdminDeps;
  queues: readonly NamedQueue[];
  isRedisUp(): boolean;
}

const base = '/queues';
const cookieName = 'tandem_queues';
/** Larger forms are no login. */
const formBytesMax = 10_000;
const ownPages =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const boardPages =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

/**
 * Bull Board under `/queues`, for whoever logs in with a platform key. It is read-only, so that no request, forged or not,
 * changes anything there; logging in and out takes requests of our own pages alone.
 */
export function createBoardApp(deps: BoardDeps): Hono {
  const { admin } = deps;
  const app = new Hono();
  const secure = admin.installation.publicUrl.startsWith('https:');
  const cookie = { path: base, httpOnly: true, sameSite: 'Strict', secure } as const;

  app.use(`${base}/*`, async (c, next) => {
    c.header('cache-control', 'no-store');
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    c.header('content-security-policy', boardPages);
    await next();
  });
  app.get(`${base}/login`, (c) => ownPage(c, loginPage(null), 200));
  // Whoever sends it has no key yet: whether or not it says how large it is, no more of it is held.
  const limitForm = bodyLimit({
    maxSize: formBytesMax,
    onError: (c) => ownPage(c, loginPage('This is no API key.'), 401),
  });
  app.post(`${base}/login`, limitForm, async (c) => {
    if (!isOwnOrigin(c)) return ownPage(c, loginPage('The login has to come from this page.'), 403);
    const entry = await logIn(admin, c);
    if (!entry.ok) return ownPage(c, loginPage(entry.problem), entry.status);
    const session = { keyId: entry.keyId, expiresAtMs: admin.now().getTime() + sessionMs };
    setCookie(c, cookieName, signSession(admin, session), { ...cookie, maxAge: sessionMs / 1_000 });
    return c.redirect(base, 303);
  });
  app.get(`${base}/logout`, (c) => ownPage(c, logoutPage(), 200));
  app.post(`${base}/logout`, (c) => {
    if (!isOwnOrigin(c)) return c.text('log out from the page itself', 403);
    deleteCookie(c, cookieName, cookie);
    return c.redirect(`${base}/login`, 303);
  });
  app.use(`${base}/*`, async (c, next) => {
    const session = await readSession(admin, getCookie(c, cookieName));
    if (session === null) return isPage(c) ? c.redirect(`${base}/login`, 303) : c.text('log in first', 401);
    if (c.req.method !== 'GET') return c.text('the board is read-only (docs/queues.md)', 405);
    if (!deps.isRedisUp()) return isPage(c) ? ownPage(c, awayPage(), 503) : c.text('Redis is away', 503);
    await next();
    await withoutForeignFonts(c);
  });
  app.get(`${base}/`, (c) => c.redirect(base, 301));
  app.route(base, boardOf(deps.queues));
  return app;
}

function boardOf(queues: readonly NamedQueue[]): Hono {
  const serverAdapter = new HonoAdapter(serveStatic);
  serverAdapter.setBasePath(base);
  createBullBoard({
    queues: boardAdapters(queues),
    serverAdapter,
    options: {
      uiBasePath: findBoardUi(),
      uiConfig: { boardTitle: 'Tandem queues', miscLinks: [{ text: 'Log out', url: `${base}/logout` }] },
    },
  });
  return serverAdapter.registerPlugin();
}

const isPage = (c: Context): boolean =>
  c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/html');

function ownPage(c: Context, html: string, status: 200 | 401 | 403 | 429 | 503): Response {
  c.header('content-security-policy', ownPages);
  return c.html(html, status);
}

/** Browsers tell where a request comes from; what is no browser carries no cookie of one. */
function isOwnOrigin(c: Context): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = c.req.header('origin');
  return origin === undefined || URL.parse(origin)?.host === c.req.header('host');
}

/** The board asks Google for its fonts: nobody there need know who looks at these queues. */
async function withoutForeignFonts(c: Context): Promise<void> {
  if (!c.res.headers.get('content-type')?.startsWith('text/html')) return;
  const html = await c.res.text();
  c.res = new Response(html.replaceAll(/<link[^>]+https:\/\/fonts\.[^>]+>/g, ''), c.res);
}
