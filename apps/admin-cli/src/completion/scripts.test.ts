import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleTandem } from '../../test/bundle-tandem.ts';
import { completionScripts } from './scripts.ts';

const run = promisify(execFile);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-completion-'));
  const tandem = join(folder, 'tandem');
  await writeFile(tandem, `#!/bin/sh\nexec '${process.execPath}' '${await bundleTandem()}' "$@"\n`);
  await chmod(tandem, 0o755);
  await mkdir(join(folder, 'tandem-settings/tandem'), { recursive: true });
  const profiles = { production: { url: 'https://a.example', key: 'k' } };
  await writeFile(join(folder, 'tandem-settings/tandem/config.json'), JSON.stringify({ profiles }), {
    mode: 0o600,
  });
});
afterAll(() => rm(folder, { recursive: true }));

const environment = () => ({
  PATH: `${folder}:${process.env.PATH}`,
  XDG_CONFIG_HOME: join(folder, 'tandem-settings'),
});

/** What a real bash offers for a line whose last word is being typed. */
async function offers(...words: string[]): Promise<string[]> {
  const quoted = ['tandem', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${completionScripts.bash}
COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}
"$(complete -p tandem | sed -E 's/.*-F ([^ ]+).*/\\1/')"
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['--norc', '-c', script], { env: environment() });
  return stdout.split('\n').filter((line) => line !== '');
}

/** Each case starts bash and the program. */
describe('the bash script', { timeout: 120_000 }, () => {
  it('completes commands, options, profile names and values', async () => {
    expect(await offers('ten')).toEqual(['tenants']);
    expect(await offers('tenants', '--li')).toEqual([]);
    expect(await offers('tenants', 'list', '--li')).toEqual(['--limit']);
    expect(await offers('--profile', '')).toEqual(['production']);
    expect(await offers('users', 'create', 'acme', 'a@b.example', '--role', 'ow')).toEqual(['owner']);
  });

  it('runs nothing of what is being typed', async () => {
    const trace = join(folder, 'ran');
    expect(await offers(`$(touch ${trace})`)).toEqual([]);
    await expect(run('ls', [trace])).rejects.toThrow();
  });

  it('may be read twice', async () => {
    const twice = `${completionScripts.bash}\n${completionScripts.bash}\ncomplete -p tandem`;
    const { stdout, stderr } = await run('bash', ['--norc', '-c', twice], { env: environment() });
    expect([stdout, stderr]).toEqual(['complete -o default -F _tandem tandem\n', '']);
  });
});

describe('the other scripts', () => {
  it.each(['zsh', 'fish'] as const)('of %s is sound to its shell where it is installed', async (shell) => {
    const path = join(folder, `tandem.${shell}`);
    await writeFile(path, completionScripts[shell]);
    const checked = await run(shell, ['-n', path]).catch((error: NodeJS.ErrnoException) => error.code);
    expect(['ENOENT', { stdout: '', stderr: '' }]).toContainEqual(checked);
  });

  it.each(['zsh', 'fish'] as const)('of %s hands all words over, the one being typed among them', (shell) => {
    expect(completionScripts[shell]).toMatchSnapshot();
  });
});
