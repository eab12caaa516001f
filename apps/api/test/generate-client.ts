import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import openapiTS, { astToString } from 'openapi-typescript';

const api = resolve(import.meta.dirname, '..');
const compiler = resolve(api, '../../node_modules/typescript/bin/tsc');

export interface GeneratedClient {
  /** Compiles a program against the generated types; the complaints, empty when there are none. */
  compile(program: string): Promise<string>;
  /** Runs it; what it prints. Rejects when it fails. */
  run(program: string, environment: Record<string, string>): Promise<string>;
  remove(): Promise<void>;
}

/** Types for callers, written from a document by openapi-typescript into a folder of their own, as a customer would. */
export async function generateClient(document: string): Promise<GeneratedClient> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-client-'));
  await symlink(join(api, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'api.d.ts'), astToString(await openapiTS(document)));
  const write = (program: string) => writeFile(join(folder, 'program.ts'), program);
  return {
    compile: async (program) => {
      await write(program);
      const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'esnext', '--skipLibCheck'];
      const lib = ['--lib', 'esnext,dom,dom.iterable', '--types', ''];
      return (
        await execute(folder, [compiler, ...flags, ...lib, '--allowImportingTsExtensions', 'program.ts'])
      ).stdout;
    },
    run: async (program, environment) => {
      await write(program);
      const { exitCode, stdout, stderr } = await execute(folder, ['program.ts'], environment);
      if (exitCode !== 0) throw new Error(`the program failed: ${stderr}`);
      return stdout;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

async function execute(cwd: string, args: readonly string[], environment: Record<string, string> = {}) {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, args, { cwd, env: { PATH, ...environment } });
  const closed = new Promise<number>((done) => child.on('close', (code) => done(code ?? 1)));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await closed, stdout, stderr };
}
