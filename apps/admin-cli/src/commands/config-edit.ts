import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import type { AdminClient } from '../client.ts';
import { type Output, printNote, printOne } from '../print.ts';
import { readJson } from '../read-json.ts';
import { UsageError } from '../usage-error.ts';
import { example } from './options.ts';

type Fields = Record<string, unknown>;

/** `tandem config edit`: the configuration in an editor. */
export function addConfigEdit(group: Command, { client, output }: Cli): void {
  group
    .command('edit')
    .description('open the configuration in $EDITOR and write what was changed')
    .argument('<tenant>', 'its id or slug')
    .addHelpText(
      'after',
      example('tandem config edit acme', '', 'The editor is $VISUAL, else $EDITOR, else vi.'),
    )
    .action(async (tenantId: string) => {
      if (!process.stdin.isTTY || !process.stdout.isTTY) throw new UsageError(noTerminal);
      const keep = (path: string) => process.stderr.write(`Your text is kept in ${path}\n`);
      await editConfig({ client: client(), output, edit: openEditor, keep }, { tenantId });
    });
}

const noTerminal =
  'An editor needs a terminal. Use "tandem config get <tenant> --json > config.json", change "config" in it, then "tandem config set <tenant> --file config.json --if-version <n>".';

interface EditContext {
  client: AdminClient;
  output: Output;
  /** Resolves when the file has been edited. */
  edit(path: string): Promise<void>;
  /** Told where the text is when it could not be written. */
  keep(path: string): void;
}

/**
 * Has the configuration edited as a JSON file and writes the fields that were changed, as the next version of the one that was
 * shown. What is refused stays in its file.
 */
export async function editConfig(context: EditContext, { tenantId }: { tenantId: string }): Promise<void> {
  const { client, output } = context;
  const { config: before, version } = await client.config.get.query({ tenantId });
  const folder = await mkdtemp(join(tmpdir(), 'tandem-edit-'));
  const path = join(folder, `config-${version}.json`);
  await writeFile(path, `${JSON.stringify(before, null, 2)}\n`, { mode: 0o600 });
  try {
    await context.edit(path);
    const config = changes(before, await readFields(path));
    if (Object.keys(config).length === 0) printNote(output, 'Nothing was changed.');
    else {
      const answer = await client.config.put.mutate({ tenantId, config, expectedVersion: version });
      printOne(output, { answer, fields: { version: answer.version, ...config } });
    }
  } catch (error) {
    context.keep(path);
    throw error;
  }
  await rm(folder, { recursive: true });
}

async function readFields(path: string): Promise<Fields> {
  const value = await readJson(path);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UsageError('The file must hold a JSON object of fields.');
}

/** The fields that are other than before; null for one that was taken out, which resets it. Pure. */
function changes(before: object, after: Fields): Fields {
  const old = new Map<string, unknown>(Object.entries(before));
  const names = [...new Set([...old.keys(), ...Object.keys(after)])];
  const other = names.filter((name) => JSON.stringify(old.get(name)) !== JSON.stringify(after[name]));
  return Object.fromEntries(other.map((name) => [name, after[name] ?? null]));
}

async function openEditor(path: string): Promise<void> {
  const editor = process.env.VISUAL ?? process.env.EDITOR ?? 'vi';
  const [program = 'vi', ...options] = editor.split(/\s+/).filter((part) => part !== '');
  const child = spawn(program, [...options, path], { stdio: 'inherit' });
  const [code] = await once(child, 'close').catch((cause: unknown) => {
    throw new UsageError(`The editor "${program}" cannot be started: set EDITOR.`, { cause });
  });
  if (code !== 0) throw new UsageError(`The editor ended with ${code}: nothing was written.`);
}
