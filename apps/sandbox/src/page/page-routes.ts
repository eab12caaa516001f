import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import type { Demo } from '../demo/seed-demo.ts';
import { renderPage } from './render-page.ts';

const folder = join(import.meta.dirname, 'browser');

/** Every file the page may ask for, as it lies in `browser/`. */
const assets = [
  'api.js',
  'chat.js',
  'dom.js',
  'faults.js',
  'flow.js',
  'extras.js',
  'inbox.js',
  'main.js',
  'store.js',
  'why.js',
  'base.css',
  'chat.css',
  'extras.css',
  'flow.css',
  'inbox.css',
  'narrow.css',
  'why.css',
  'jacket.svg',
  'mark.svg',
] as const;

const types: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The page and its files. */
export function pageRoutes(context: { demo: Demo }): Hono {
  const app = new Hono();
  app.get('/', (c) => c.html(renderPage(context)));
  for (const name of assets) {
    const body = readFileSync(join(folder, name), 'utf8');
    const type = types[name.slice(name.lastIndexOf('.') + 1)] ?? 'text/plain';
    app.get(`/assets/${name}`, (c) =>
      c.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache' }),
    );
  }
  return app;
}
