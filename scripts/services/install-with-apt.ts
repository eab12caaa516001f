import { spawnSync } from 'node:child_process';
import { findBinary } from './find-binary.ts';
import { runProgram } from './run-program.ts';

/**
 * Installs Debian packages where that is possible without asking (root, or sudo without a password), after saying so.
 * Returns null, or why it could not be done.
 */
export async function installWithApt(
  report: (line: string) => void,
  input: { packages: readonly string[] },
): Promise<string | null> {
  const apt = findBinary(['apt-get']);
  if (apt === null) return 'apt-get is not on this machine';
  const asRoot = rootPrefix();
  if (asRoot === null) return 'this user is not root and sudo asks for a password';

  report(`installing ${input.packages.join(' and ')} with apt (no service is started)`);
  const install = ['install', '-y', '-q', '--no-install-recommends', ...input.packages];
  const first = await run([...asRoot, apt.path, ...install]);
  if (first === null) return null;
  const update = await run([...asRoot, apt.path, 'update', '-q']);
  const second = await run([...asRoot, apt.path, ...install]);
  return second === null ? null : `apt-get ${install.join(' ')} failed: ${update ?? second}`;
}

function rootPrefix(): string[] | null {
  const environment = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  if (process.getuid?.() === 0) return environment;
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n', ...environment] : null;
}

async function run(command: readonly string[]): Promise<string | null> {
  const [file = '', ...args] = command;
  // Never cut short: a broken-off installation leaves the machine's package database locked.
  const result = await runProgram({ file, arguments: args });
  return result.isOk ? null : result.output.split('\n').slice(-3).join(' | ');
}
