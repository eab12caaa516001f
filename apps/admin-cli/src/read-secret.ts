import { readText } from './read-json.ts';
import { UsageError } from './usage-error.ts';

/** The secret in a file, or on standard input when the name is `-`, without the line break behind it. */
export async function readSecret(name: string): Promise<string> {
  const secret = (await readText(name)).replace(/\r?\n$/, '');
  if (secret !== '') return secret;
  throw new UsageError(`${name === '-' ? 'Standard input' : name} holds no secret.`);
}
