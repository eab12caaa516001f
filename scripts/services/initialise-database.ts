import { spawn } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { type Binary, findBinary } from './find-binary.ts';

export type DatabaseFlavour = 'mariadb' | 'mysql';

/** Makes an empty data folder. It is built beside its place and renamed, so that a broken-off run leaves none behind. */
export async function initialiseDatabase(input: {
  binary: Binary;
  flavour: DatabaseFlavour;
  folder: string;
  options: readonly string[];
}): Promise<void> {
  const draft = `${input.folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(input.folder, { recursive: true, force: true });
  const command = initCommand(input.flavour, input.binary);
  const output = await run(command.file, [...input.options, `--datadir=${draft}`, ...command.arguments]);
  if (!existsSync(`${draft}/mysql`)) throw new Error(`the private database could not be initialised: ${output}`);
  renameSync(draft, input.folder);
}

function initCommand(flavour: DatabaseFlavour, binary: Binary): { file: string; arguments: string[] } {
  if (flavour === 'mysql') return { file: binary.path, arguments: ['--initialize-insecure'] };
  const installer = findBinary(['mariadb-install-db', 'mysql_install_db']);
  if (installer === null) throw new Error('mariadb-install-db is missing beside mariadbd: install mariadb-server');
  return { file: installer.path, arguments: ['--auth-root-authentication-method=normal', '--skip-test-db'] };
}

function run(file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-2_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(output.trim()));
  });
}
