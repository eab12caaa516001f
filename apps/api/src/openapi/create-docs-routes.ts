import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { adminRouter } from '../admin/router.ts';
import { describeApi } from './describe-api.ts';
import { page, startScript } from './docs-page.ts';
import { type PageFile, pageFiles } from './find-page-files.ts';

/** Nothing from elsewhere, nothing inline, and in no frame. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** `/openapi.json` and `/docs`, for everyone: they tell how to call, and nothing that is stored here. */
export function createDocsRoutes(): Hono {
  const app = new Hono();
  let text: string | null = null;
  app.get('/openapi.json', (c) => {
    text ??= JSON.stringify(describeApi(adminRouter));
    return c.body(text, 200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' });
  });
  app.get('/docs', (c) => c.html(page, 200, headers));
  app.get('/docs/', (c) => c.redirect('/docs', 308));
  app.get('/docs/start.js', (c) =>
    c.body(startScript, 200, { ...headers, 'content-type': 'text/javascript' }),
  );
  for (const [name, file] of Object.entries(pageFiles())) {
    app.get(`/docs/${name}`, async (c) =>
      c.body(await bytesOf(file), 200, { ...headers, ...headersOf(file) }),
    );
  }
  return app;
}

/** Read for each visitor: a page that is seldom looked at costs the process no memory. */
const bytesOf = async (file: PageFile): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await readFile(file.path));

const headersOf = (file: PageFile) => ({
  'content-type': file.mediaType,
  'cache-control': 'public, max-age=3600',
});
