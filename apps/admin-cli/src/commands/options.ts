import { type Command, InvalidArgumentError } from 'commander';

/** The example at the end of a command's help. */
export const example = (...lines: string[]): string =>
  `\nExample:\n${lines.map((line) => `  ${line}`).join('\n')}`;

export interface PageOptions {
  limit: number;
  cursor?: string;
}

/** Adds `--limit` and `--cursor`. */
export const pageOptions = (command: Command) =>
  command
    .option('--limit <n>', 'how many at most, up to 200', wholeNumber, 50)
    .option('--cursor <cursor>', 'go on where an earlier page ended');

export const readPage = ({ limit, cursor }: PageOptions): { limit: number; cursor?: string } => ({
  limit,
  ...(cursor !== undefined && { cursor }),
});

/** Reads the value of an option. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}
