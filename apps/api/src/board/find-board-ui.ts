import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder that holds the board's `dist`: beside a bundled api, else in the installed package. */
export function findBoardUi(): string {
  const bundled = join(import.meta.dirname, 'board-ui');
  if (existsSync(join(bundled, 'dist/index.ejs'))) return bundled;
  return dirname(createRequire(import.meta.url).resolve('@bull-board/ui/package.json'));
}
