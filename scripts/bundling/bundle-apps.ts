import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../root.ts';
import { toAscii } from './to-ascii.ts';

/** The programs of the image: one file each, with everything it imports. */
export const programs = {
  api: 'apps/api/src/main.ts',
  worker: 'apps/worker/src/main.ts',
  migrate: 'packages/db/src/migrate-main.ts',
  tandem: 'apps/admin-cli/src/main.ts',
};

export type Program = keyof typeof programs;

/**
 * Bundles programs (all unless some are named) into `folder` as `<name>.mjs` with their source maps, runnable by Node 26 and
 * nothing else. The text is ASCII alone, which V8 keeps in one byte a character instead of two (the api: 10 MB less). Names are not
 * minified; where two files share one, it gets a number. Keeping it would cost a call wherever a closure is made.
 */
export async function bundleApps(input: { folder: string; names?: readonly Program[] }): Promise<string[]> {
  const names = new Set<string>(input.names ?? Object.keys(programs));
  mkdirSync(input.folder, { recursive: true });
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(programs)
      .filter(([name]) => names.has(name))
      .map(([out, path]) => ({ in: path, out })),
    outdir: input.folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node26',
    format: 'esm',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
    // Native and optional: the code that asks for it goes on without it.
    external: ['msgpackr-extract'],
    // CommonJS packages inside an ES module still call require.
    banner: {
      js: "import { createRequire as __tandemRequire } from 'node:module';\nconst require = __tandemRequire(import.meta.url);",
    },
    write: false,
  });
  if (names.has('api')) {
    copyBoardUi(input.folder);
    copyReferencePage(join(input.folder, 'swagger-ui'));
  }
  for (const { path, text } of outputFiles) writeFileSync(path, isMap(path) ? text : toAscii(text));
  return outputFiles.map(({ path }) => path).filter((path) => !isMap(path));
}

const isMap = (path: string): boolean => path.endsWith('.map');

/** The pages of Bull Board are read from files beside the api (find-board-ui.ts). */
function copyBoardUi(folder: string): void {
  const fromApi = createRequire(join(root, 'apps/api/package.json'));
  const ui = dirname(fromApi.resolve('@bull-board/ui/package.json'));
  cpSync(join(ui, 'dist'), join(folder, 'board-ui/dist'), {
    recursive: true,
    filter: (path) => !isMap(path),
  });
}

/** What `/docs` loads, from where `apps/api/src/openapi/find-page-files.ts` looks first; with its licence. */
function copyReferencePage(folder: string): void {
  const api = createRequire(join(root, 'apps/api/package.json'));
  const from = dirname(api.resolve('swagger-ui-dist/package.json'));
  mkdirSync(folder, { recursive: true });
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE', 'NOTICE']) {
    copyFileSync(join(from, name), join(folder, name));
  }
}
