import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Live, openLive } from '../test/live/open-live.ts';
import { rows } from '../test/live/rows/index.ts';
import { createNormaliser, transcriptOf } from '../test/live/transcript.ts';
import { writePages } from '../test/live/write-pages.ts';
import { silentProgram } from '../test/silent-program.ts';
import { everyCommand, pathOf } from './every-command.ts';

const docs = resolve(import.meta.dirname, '../../../docs/cli');
const commands = everyCommand(silentProgram())
  .filter(({ commands: below }) => below.length === 0)
  .map((command) => pathOf(command).replace(/^tandem /, ''));
const printed = new Map<string, string>();
const groupOf = (command: string): string => command.split(' ')[0] ?? command;

let live: Live;
beforeAll(async () => {
  live = await openLive();
}, 240_000);
afterAll(() => live?.close());

it('every command has a row, and no row is without its command', () => {
  expect(Object.keys(rows).sort()).toEqual([...commands].sort());
});

describe('against a live server', () => {
  it.each(commands)('tandem %s answers people and programs', { timeout: 120_000 }, async (command) => {
    const row = rows[command];
    if (row === undefined) throw new Error(`add a row for "${command}" in test/live/rows`);
    const words = await row.words(live, '');
    const forPeople = await live.tandem(words);
    expect([words, forPeople.exitCode, row.tellsProgress ? '' : forPeople.stderr]).toEqual([
      words,
      row.exitCode ?? 0,
      '',
    ]);
    expect(forPeople.stdout).toMatch(row.shows);
    expect(forPeople.stdout).not.toContain('\u001b');
    expect(forPeople.stdout).not.toContain(live.rootKey);
    if (!row.isHidden) printed.set(command, transcript(words, forPeople.stdout));
    if (row.isText) return;
    const wordsForPrograms = await live.tandem(
      `${(await row.words(live, '-2')).replace(/( <|$)/, ' --json$1')}`,
    );
    expect([wordsForPrograms.exitCode, wordsForPrograms.stderr]).toEqual([row.exitCode ?? 0, '']);
    expect(JSON.parse(wordsForPrograms.stdout)).toEqual(expect.anything());
  });
});

/** Ids are counted anew on each page. */
const normalisers = new Map<string, (text: string) => string>();
function transcript(words: string, text: string): string {
  const page = groupOf(words);
  const normalise = normalisers.get(page) ?? createNormaliser(live.stands);
  normalisers.set(page, normalise);
  const shownWords = normalise(words);
  return transcriptOf(shownWords, normalise(text));
}

it('docs/cli shows the commands as they are: node scripts/write-cli-docs.ts', () => {
  const pages = writePages(silentProgram(), printed);
  if (process.env.WRITE_CLI_DOCS === 'true') {
    mkdirSync(docs, { recursive: true });
    for (const [name, text] of pages) writeFileSync(join(docs, name), text);
  }
  for (const [name, text] of pages) expect(readFileSync(join(docs, name), 'utf8')).toBe(text);
  expect(readdirSync(docs).sort()).toEqual([...pages.keys()].sort());
});
