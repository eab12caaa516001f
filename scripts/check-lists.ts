import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Finding } from './checks/finding.ts';
import { listFiles } from './checks/list-files.ts';
import { readImports } from './checks/read-imports.ts';

const providerFiles = ['settings.ts', 'wire.ts', 'client.ts', 'verify-webhook.ts', 'translate.ts'];
const linesMax = 250;

/** Holds the hand-kept lists against the files they stand for, and the length of source files. */
export function checkLists(input: { root: string }): Finding[] {
  const files = listFiles(input.root);
  const context = { root: input.root, files };
  return [
    ...checkListed(context, {
      members: files.filter((file) => /^packages\/core\/src\/.+\.job\.ts$/.test(file)),
      list: 'packages/core/src/jobs.ts',
    }),
    ...checkListed(context, {
      members: files.filter((file) => /^apps\/api\/src\/admin\/.+\.router\.ts$/.test(file)),
      list: 'apps/api/src/admin/router.ts',
    }),
    ...checkMigrations(context),
    ...checkProviders(context),
    ...checkWorkspaces(context),
    ...files.flatMap((file) => checkLength(context, file)),
  ];
}

interface Context {
  root: string;
  files: readonly string[];
}

/** Every member is imported by the list. */
function checkListed(context: Context, input: { members: readonly string[]; list: string }): Finding[] {
  const listed = importedFiles(context, input.list);
  return input.members
    .filter((member) => !listed.includes(member))
    .map((file) => ({
      file,
      problem: `is not in ${input.list}`,
      cure: `import it there and add it to the list`,
    }));
}

function checkMigrations(context: Context): Finding[] {
  const members = context.files.filter((file) => /^packages\/db\/src\/migrations\/\d[^/]*\.ts$/.test(file));
  const others = context.files.filter(
    (file) => /^packages\/db\/src\/.+\.ts$/.test(file) && !/\.test\.ts$/.test(file),
  );
  const listed = others.flatMap((file) => importedFiles(context, file));
  return members
    .filter((member) => !listed.includes(member))
    .map((file) => ({
      file,
      problem: 'is in no list of migrations',
      cure: 'add it to the list of packages/db',
    }));
}

/** A folder under channels or engines with an `index.ts` is a provider: same file names, registered, with a fake. */
function checkProviders(context: Context): Finding[] {
  const base = 'packages/integrations/src';
  const folders = context.files
    .filter((file) => new RegExp(`^${base}/(channels|engines)/.+/index\\.ts$`).test(file))
    .map((file) => posix.dirname(file))
    .filter((folder) => posix.basename(folder) !== 'fake');
  const registered = importedFiles(context, `${base}/registry.ts`);
  const faked = importedFiles(context, `${base}/fakes.ts`);
  return folders.flatMap((folder) => [
    ...providerFiles
      .filter((name) => !context.files.includes(`${folder}/${name}`))
      .map((name) => ({
        file: `${folder}/index.ts`,
        problem: `has no ${name} beside it`,
        cure: 'provider folders carry the same file names',
      })),
    ...(registered.some((file) => file.startsWith(`${folder}/`))
      ? []
      : [
          {
            file: `${folder}/index.ts`,
            problem: 'is not in registry.ts',
            cure: `add a line in ${base}/registry.ts`,
          },
        ]),
    ...(faked.some((file) => isFakeOf(folder, file))
      ? []
      : [
          {
            file: `${folder}/index.ts`,
            problem: 'is not in fakes.ts',
            cure: `add its fake in ${base}/fakes.ts`,
          },
        ]),
  ]);
}

/** Dialects of one engine may share the fake beside them: `engines/botpress/fake` serves `engines/botpress/generic`. */
function isFakeOf(folder: string, file: string): boolean {
  return file.startsWith(`${folder}/fake/`) || file.startsWith(`${posix.dirname(folder)}/fake/`);
}

/** Turbo silently passes over a package that has no such script. */
function checkWorkspaces(context: Context): Finding[] {
  return context.files
    .filter((file) => /^((apps|packages)\/[^/]+|bench|chaos|e2e|scripts)\/package\.json$/.test(file))
    .filter((file) => !/"types": "tsc -p \."/.test(readFileSync(join(context.root, file), 'utf8')))
    .map((file) => ({ file, problem: 'has no script "types"', cure: 'add "types": "tsc -p ."' }));
}

function checkLength(context: Context, file: string): Finding[] {
  if (!/\.(ts|tsx|mts|js|mjs|css|html|svelte)$/.test(file)) return [];
  const lines = readFileSync(join(context.root, file), 'utf8').trimEnd().split('\n').length;
  if (lines <= linesMax) return [];
  return [
    { file, problem: `has ${lines} lines, more than ${linesMax}`, cure: 'split it by what its parts do' },
  ];
}

function importedFiles(context: Context, file: string): string[] {
  const path = join(context.root, file);
  if (!existsSync(path)) return [];
  return readImports(readFileSync(path, 'utf8'))
    .filter(({ specifier, isType }) => specifier.startsWith('.') && !isType)
    .map(({ specifier }) => posix.join(posix.dirname(file), specifier));
}
