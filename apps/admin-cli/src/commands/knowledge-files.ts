import { writeFile } from 'node:fs/promises';
import {
  formatOfName,
  type ImportMode,
  type KnowledgeFormat,
  zImportMode,
  zKnowledgeFormat,
} from '@tandem/schemas/admin';
import { type Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { printImport } from '../knowledge/print-import.ts';
import { showWaiting } from '../knowledge/show-waiting.ts';
import { printJson } from '../print.ts';
import type { Cli } from '../program.ts';
import { readBytes } from '../read-bytes.ts';
import { UsageError } from '../usage-error.ts';
import { example, wholeNumber } from './options.ts';

const tenant = '01997d2e-0000-7000-8000-000000000001';
const formatOption = () =>
  new Option('--format <format>', 'what the file is; else its name decides').choices(
    zKnowledgeFormat.options,
  );

interface ImportOptions {
  format?: KnowledgeFormat;
  mode: ImportMode;
  preview?: true;
  skipBadRows?: true;
  ifVersion?: number;
}

export function addImport(group: Command, { client, output }: Cli): void {
  group
    .command('import')
    .description('import a file of CSV, JSON, NDJSON, Markdown or XLSX')
    .argument('<tenant>', 'its id')
    .argument('<file>', '.csv, .tsv, .json, .ndjson, .md or .xlsx; - reads standard input')
    .addOption(formatOption())
    .addOption(
      new Option(
        '--mode <mode>',
        'replace: the file is the whole; merge: by question, the rest stays; append: add it to what is there',
      )
        .choices(zImportMode.options)
        .default('merge'),
    )
    .option('--preview', 'show what it would do, and every row that cannot be used; write nothing')
    .option('--skip-bad-rows', 'import the other rows; else one bad row is enough to write nothing')
    .option('--if-version <n>', 'only when the configuration is at this version', wholeNumber)
    .addHelpText(
      'after',
      example(
        `tandem kb import ${tenant} faq.csv --preview`,
        `tandem kb import ${tenant} faq.csv --mode replace`,
        `cat faq.md | tandem kb import ${tenant} - --format markdown`,
      ),
    )
    .action(async (tenantId: string, name: string, options: ImportOptions) => {
      const { mode, preview = false, skipBadRows = false, ifVersion } = options;
      const format = formatOf(name, options.format);
      const bytes = await readBytes(name);
      const work = client().knowledge.import.mutate({
        ...{ tenantId, file: bytes.toString('base64'), format, mode, preview, skipBadRows },
        ...(ifVersion !== undefined && { expectedVersion: ifVersion }),
      });
      const screen = {
        isTTY: process.stderr.isTTY,
        write: (text: string) => void process.stderr.write(text),
      };
      const what = `${preview ? 'reading' : 'importing'} ${(bytes.length / 1_000_000).toFixed(1)} MB of ${format}`;
      const answer = await showWaiting(screen, { what, work });
      printImport(output, answer);
      if (preview && answer.badRows.count > 0) process.exitCode = exitCodes.usage;
    });
}

export function addExport(group: Command, { client, output }: Cli): void {
  group
    .command('export')
    .description('export the knowledge base as a file that an import gives back as it was')
    .argument('<tenant>', 'its id')
    .addOption(formatOption())
    .option('-o, --output <file>', 'where to write it; else to standard output')
    .addHelpText(
      'after',
      example(`tandem kb export ${tenant} -o faq.xlsx`, `tandem kb export ${tenant} --format ndjson | wc -l`),
    )
    .action(async (tenantId: string, options: { format?: KnowledgeFormat; output?: string }) => {
      const { output: name } = options;
      const format = options.format ?? (name === undefined ? 'json' : formatOf(name, undefined));
      const isBinary = format === 'xlsx' && name === undefined && !output.json;
      if (isBinary && process.stdout.isTTY)
        throw new UsageError('A spreadsheet is no text: name a file with -o.');
      const answer = await client().knowledge.export.query({ tenantId, format });
      const { file, entries, version } = answer;
      const bytes = Buffer.from(file.text, file.encoding ?? 'utf8');
      if (name !== undefined) await save(name, bytes);
      if (output.json)
        return printJson(output, name === undefined ? answer : { entries, version, file: name });
      if (name === undefined) process.stdout.write(bytes);
      else output.write(`${entries} entries of version ${version} in ${name}\n`);
    });
}

function formatOf(name: string, given: KnowledgeFormat | undefined): KnowledgeFormat {
  const format = given ?? formatOfName(name);
  if (format !== null) return format;
  throw new UsageError(`Say what ${name} is: --format ${zKnowledgeFormat.options.join('|')}.`);
}

async function save(name: string, bytes: Buffer): Promise<void> {
  try {
    await writeFile(name, bytes);
  } catch (cause) {
    throw new UsageError(`${name} cannot be written: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}
