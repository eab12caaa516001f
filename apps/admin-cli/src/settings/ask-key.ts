import { text } from 'node:stream/consumers';
import { UsageError } from '../usage-error.ts';
import { isKey } from './read-access.ts';

/** The key that somebody types, unseen, or that comes through a pipe. UsageError for what can be no key. */
export async function askKey(prompt: string): Promise<string> {
  const given = process.stdin.isTTY ? await typeUnseen(prompt) : await text(process.stdin);
  const key = given.trim();
  if (isKey(key)) return key;
  throw new UsageError(
    key === '' ? 'No key was given: type it, or send it through standard input.' : 'That is no key.',
  );
}

/** Reads one line without echo. Ctrl-C and Ctrl-D give up. */
async function typeUnseen(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(prompt);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  let line = '';
  try {
    for await (const chunk of stdin) {
      for (const char of String(chunk)) {
        if (char === '\r' || char === '\n') return line;
        if (char === '\u0003' || char === '\u0004') throw new UsageError('No key was given.');
        line = char === '\u007f' || char === '\b' ? line.slice(0, -1) : line + char;
      }
    }
    return line;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}
