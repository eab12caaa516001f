import { readFileSync } from 'node:fs';
import { AppError } from '@tandem/schemas';
import { zKnowledgeFormat } from '@tandem/schemas/admin';
import { checkRows } from '../src/knowledge/check-rows.ts';
import { formats } from '../src/knowledge/files/formats.ts';

// Reads a file as an import does, in a process of its own: prints how that ended and by how much its memory rose.
const [format, path = ''] = process.argv.slice(2);
const { open } = formats[zKnowledgeFormat.parse(format)];
const bytes = readFileSync(path);
// What the libraries take is no part of it.
await formats.xlsx.open(await formats.xlsx.write([]));
globalThis.gc?.();
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 5);
const outcome = await read().catch((error: unknown) =>
  error instanceof AppError ? error.code : String(error),
);
clearInterval(watch);
peak = Math.max(peak, process.memoryUsage.rss());
process.stdout.write(JSON.stringify({ outcome, roseBytes: peak - before }));

async function read(): Promise<number> {
  const { rows } = await open(bytes);
  return (await checkRows(rows)).entries.length;
}
