import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { jsonFault } from '@tandem/schemas';
import { UsageError } from './usage-error.ts';

/** The JSON in a file, or on standard input when the name is `-`. */
export async function readJson(name: string): Promise<unknown> {
  const content = await readText(name);
  try {
    return JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new UsageError(`${name === '-' ? 'Standard input' : name} is not JSON: ${jsonFault(cause)}`, {
      cause,
    });
  }
}

/** The text in a file, or on standard input when the name is `-`. */
export async function readText(name: string): Promise<string> {
  if (name === '-') return await text(process.stdin);
  try {
    return await readFile(name, 'utf8');
  } catch (cause) {
    throw new UsageError(`${name} cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
