import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  path: string;
  mediaType: string;
}

const mediaTypes = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const;

/** The files of Swagger UI that the page loads. A bundle carries them in a folder beside itself (`scripts/bundling`). */
export function pageFiles(): Record<string, PageFile> {
  const beside = fileURLToPath(new URL('./swagger-ui/', import.meta.url));
  const folder = existsSync(beside) ? beside : packageFolder();
  return Object.fromEntries(
    Object.entries(mediaTypes).map(([name, mediaType]) => [name, { path: join(folder, name), mediaType }]),
  );
}

const packageFolder = (): string =>
  dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
