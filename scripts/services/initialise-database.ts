import { existsSync, renameSync, rmSync } from 'node:fs';
import { type Binary, findBinary } from './find-binary.ts';
import { runProgram } from './run-program.ts';

export type DatabaseFlavour = 'mariadb' | 'mysql';

/** Makes an empty data folder. It is built beside its place and renamed, so that a broken-off run leaves none behind. */
export async function initialiseDatabase(input: {
  binary: Binary;
  flavour: DatabaseFlavour;
  folder: string;
  options: readonly string[];
  signal?: AbortSignal | undefined;
}): Promise<void> {
  const draft = `${input.folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(input.folder, { recursive: true, force: true });
  const command = initCommand(input.flavour, input.binary);
  const result = await runProgram({
    file: command.file,
    arguments: [...input.options, `--datadir=${draft}`, ...command.arguments],
    signal: input.signal,
  });
  input.signal?.throwIfAborted();
  if (!result.isOk || !existsSync(`${draft}/mysql`)) {
    throw new Error(`the private database could not be initialised: ${result.output}`);
  }
  renameSync(draft, input.folder);
}

function initCommand(flavour: DatabaseFlavour, binary: Binary): { file: string; arguments: string[] } {
  if (flavour === 'mysql') return { file: binary.path, arguments: ['--initialize-insecure'] };
  const installer = findBinary(['mariadb-install-db', 'mysql_install_db']);
  if (installer === null)
    throw new Error('mariadb-install-db is missing beside mariadbd: install mariadb-server');
  return { file: installer.path, arguments: ['--auth-root-authentication-method=normal', '--skip-test-db'] };
}
