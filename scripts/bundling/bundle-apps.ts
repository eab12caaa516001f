import { copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../root.ts';

/** The programs of the image: one file each, with everything it imports. */
export const programs = {
  api: 'apps/api/src/main.ts',
  worker: 'apps/worker/src/main.ts',
  migrate: 'packages/db/src/migrate-main.ts',
  tandem: 'apps/admin-cli/src/main.ts',
};

/** Bundles every program into `folder` as `<name>.mjs` with its source map, runnable by Node 24 and nothing else. */
export async function bundleApps(input: { folder: string }): Promise<string[]> {
  rmSync(input.folder, { recursive: true, force: true });
  mkdirSync(input.folder, { recursive: true });
  const result = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(programs).map(([out, path]) => ({ in: path, out })),
    outdir: input.folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: 'linked',
    sourcesContent: false,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'silent',
    // Native and optional: the code that asks for it goes on without it.
    external: ['msgpackr-extract'],
    // CommonJS packages inside an ES module still call require.
    banner: {
      js: "import { createRequire as __tandemRequire } from 'node:module';\nconst require = __tandemRequire(import.meta.url);",
    },
    metafile: true,
  });
  copyBoardUi(input.folder);
  copyReferencePage(join(input.folder, 'swagger-ui'));
  return Object.keys(result.metafile.outputs)
    .filter((path) => path.endsWith('.mjs'))
    .map((path) => join(root, path));
}

/** The pages of Bull Board are read from files beside the api (find-board-ui.ts). */
function copyBoardUi(folder: string): void {
  const fromApi = createRequire(join(root, 'apps/api/package.json'));
  const ui = dirname(fromApi.resolve('@bull-board/ui/package.json'));
  cpSync(join(ui, 'dist'), join(folder, 'board-ui/dist'), {
    recursive: true,
    filter: (path) => !path.endsWith('.map'),
  });
}

/** What `/docs` loads, from where `apps/api/src/openapi/find-page-files.ts` looks first; with its licence. */
function copyReferencePage(folder: string): void {
  const api = createRequire(join(root, 'apps/api/package.json'));
  const from = dirname(api.resolve('swagger-ui-dist/package.json'));
  mkdirSync(folder);
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'LICENSE', 'NOTICE']) {
    copyFileSync(join(from, name), join(folder, name));
  }
}
