import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { KnowledgeFormat } from '@tandem/schemas/admin';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeArchive, spreadsheetFiles } from '../../../test/make-archive.ts';
import { formats } from './formats.ts';

const script = fileURLToPath(new URL('../../../test/read-file.ts', import.meta.url));
const mib = 1_024 * 1_024;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Reads a file in a process of its own. */
async function read(
  format: KnowledgeFormat,
  bytes: Buffer,
): Promise<{ outcome: unknown; roseBytes: number }> {
  const path = join(folder, `a.${format}`);
  await writeFile(path, bytes);
  const args = ['--expose-gc', '--max-semi-space-size=8', script, format, path];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 100_000 });
  return JSON.parse(stdout);
}

it.each(['csv', 'xlsx'] as const)(
  '10,000 entries of %s are read within 150 MB',
  async (format) => {
    const entries = Array.from({ length: 10_000 }, (_, n) => ({
      question: `What about number ${n}?`,
      answer: `${n} ${'is answered in a text of usual length, '.repeat(25)}`.trim(),
      tags: ['one', `group ${n % 50}`],
    }));
    const { outcome, roseBytes } = await read(format, await formats[format].write(entries));
    expect(outcome).toBe(10_000);
    expect(roseBytes).toBeLessThanOrEqual(150 * mib);
  },
  120_000,
);

const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const header = `<row>${cell('question')}${cell('answer')}</row>`;

/** A spreadsheet with this below its header. */
function sheetOf(fill: string | Buffer, declaredBytes?: number): Buffer {
  const content = Buffer.concat([
    Buffer.from(`<worksheet><sheetData>${header}`),
    Buffer.from(fill),
    Buffer.from('</sheetData></worksheet>'),
  ]);
  const name = 'xl/worksheets/sheet1.xml';
  return makeArchive(spreadsheetFiles({ name, content, ...(declaredBytes && { declaredBytes }) }));
}

it.each([
  ['says it unpacks to 4 GB', 'payload_too_large', () => sheetOf('', 4_294_967_294)],
  ['unpacks to 100 MB', 'payload_too_large', () => sheetOf(Buffer.alloc(100 * mib, ' '))],
  ['unpacks to 100 MB and says 1', 'bad_request', () => sheetOf(Buffer.alloc(100 * mib, ' '), mib)],
  ['holds one text of 24 MB', 0, () => sheetOf(`<row>${cell('x'.repeat(24 * mib))}</row>`)],
  ['is as wide as can be', 0, () => sheetOf('<row><c r="XFD2"><v>1</v></c></row>'.repeat(20_000))],
  ['has rows without end', 'bad_request', () => sheetOf('<row/>'.repeat(300_001))],
  ['defines what it repeats', 'bad_request', () => sheetOf('<row><c><v>&lol;</v></c></row>')],
])(
  'a spreadsheet that %s takes no more than 60 MB',
  async (_what, expected, make) => {
    const { outcome, roseBytes } = await read('xlsx', make());
    expect(outcome).toBe(expected);
    expect(roseBytes).toBeLessThanOrEqual(60 * mib);
  },
  120_000,
);
