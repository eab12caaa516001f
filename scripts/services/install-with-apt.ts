import { spawn, spawnSync } from 'node:child_process';
import { findBinary } from './find-binary.ts';

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

function run(command: readonly string[]): Promise<string | null> {
  const [file = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let tail = '';
    const keepTail = (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-2000);
    };
    child.stdout.on('data', keepTail);
    child.stderr.on('data', keepTail);
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? null : lastLines(tail)));
  });
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join(' | ');
}
