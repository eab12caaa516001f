import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Live, openLive } from '../test/live/open-live.ts';
import type { Row } from '../test/live/row.ts';
import { rows } from '../test/live/rows/index.ts';
import { createNormaliser, transcriptOf } from '../test/live/transcript.ts';
import { writePages } from '../test/live/write-pages.ts';
import type { Ran } from '../test/run-tandem.ts';
import { silentProgram } from '../test/silent-program.ts';
import { everyCommand, pathOf } from './every-command.ts';

const docs = resolve(import.meta.dirname, '../../../docs/cli');
const commands = everyCommand(silentProgram())
  .filter(({ commands: below }) => below.length === 0)
  .map((command) => pathOf(command).replace(/^tandem /, ''));
const printed = new Map<string, { words: string; said: string }>();
const groupOf = (command: string): string => command.split(' ')[0] ?? command;

let live: Live;
beforeAll(async () => {
  live = await openLive();
}, 240_000);
afterAll(() => live?.close());

it('every command has a row, and no row is without its command', () => {
  expect(Object.keys(rows).sort()).toEqual([...commands].sort());
});

/** What changes the same things, or shows what the others made, is tried in turn. */
const lanes: Readonly<Record<string, string>> = {
  ...{ login: 'access', logout: 'access', whoami: 'access', profiles: 'access' },
  ...{
    sessions: 'conversations',
    messages: 'conversations',
    dead: 'conversations',
    contacts: 'conversations',
  },
  ...{ why: 'conversations', complete: 'completion' },
  ...{ secrets: 'installation', audit: 'installation', queues: 'installation', doctor: 'installation' },
};
const laneOf = (command: string): string => lanes[groupOf(command)] ?? groupOf(command);

describe('against a live server', () => {
  it.concurrent.each([...new Set(commands.map(laneOf))])(
    'each command answers people and programs: %s',
    { timeout: 240_000 },
    async (lane) => {
      const inLane = commands.filter((one) => laneOf(one) === lane);
      // How much happens meanwhile is seen by no other.
      const last = inLane.filter((one) => rows[one]?.meanwhile !== undefined);
      for (const command of [...inLane.filter((one) => !last.includes(one)), ...last]) await answers(command);
    },
  );
});

async function answers(command: string): Promise<void> {
  const row = rows[command];
  if (row === undefined) throw new Error(`add a row for "${command}" in test/live/rows`);
  const forPeople = await run(row, await row.words(live, ''));
  const said = row.isRefused ? forPeople.stderr : forPeople.stdout;
  expect(said).toMatch(row.shows);
  expect(said).not.toContain('\u001b');
  expect(said).not.toContain(live.rootKey);
  if (!row.isHidden) printed.set(command, { words: forPeople.words, said });
  if (row.isText) return;
  const words = (await row.words(live, '-2')).replace(/( <|$)/, ' --json$1');
  const forPrograms = await run(row, words, /\n/);
  const documents = row.meanwhile ? forPrograms.stdout.trimEnd().split('\n') : [forPrograms.stdout];
  for (const one of row.isRefused ? [forPrograms.stderr] : documents)
    expect(JSON.parse(one)).toEqual(expect.anything());
}

/** Its end and what stands on standard error are as the row says. */
async function run(row: Row, words: string, tellsAt = row.shows): Promise<Ran & { words: string }> {
  const { meanwhile } = row;
  const interrupted = meanwhile && { at: tellsAt, meanwhile: () => meanwhile(live) };
  const ran = await live.tandem(words, interrupted);
  const maySpeak = row.tellsProgress || row.isRefused || row.meanwhile !== undefined;
  expect([words, ran.exitCode, maySpeak ? '' : ran.stderr]).toEqual([words, row.exitCode ?? 0, '']);
  return { ...ran, words };
}

/** Ids are counted anew on each page. */
function transcripts(): Map<string, string> {
  const normalisers = new Map<string, (text: string) => string>();
  const shown = commands.flatMap((command): [string, string][] => {
    const seen = printed.get(command);
    if (seen === undefined) return [];
    const page = groupOf(command);
    const normalise = normalisers.get(page) ?? createNormaliser(live.stands);
    normalisers.set(page, normalise);
    const words = normalise(seen.words);
    return [[command, transcriptOf(words, normalise(seen.said))]];
  });
  return new Map(shown);
}

it('docs/cli shows the commands as they are: node scripts/write-cli-docs.ts', () => {
  const pages = writePages(silentProgram(), transcripts());
  if (process.env.WRITE_CLI_DOCS === 'true') {
    mkdirSync(docs, { recursive: true });
    for (const [name, text] of pages) writeFileSync(join(docs, name), text);
  }
  for (const [name, text] of pages) expect(readFileSync(join(docs, name), 'utf8')).toBe(text);
  expect(readdirSync(docs).sort()).toEqual([...pages.keys()].sort());
});
