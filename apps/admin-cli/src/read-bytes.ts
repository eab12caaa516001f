import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { UsageError } from './usage-error.ts';

/** The bytes of a file, or of standard input when the name is `-`. */
export async function readBytes(name: string): Promise<Buffer> {
  if (name === '-') return await buffer(process.stdin);
  try {
    return await readFile(name);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${name} cannot be read: ${reason}`, { cause });
  }
}
