import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Every file of the checkout that git keeps or would keep, relative to `root`, with `/`. */
export function listFiles(root: string): string[] {
  const output = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  // A file that is deleted and not yet committed is still in git's list.
  return [...new Set(output.split('\0'))]
    .filter((file) => file !== '' && existsSync(join(root, file)))
    .sort();
}

/** Whether a source file belongs to tests, where the import table does not apply. */
export function isTestFile(file: string): boolean {
  return /\.test(-d)?\.tsx?$/.test(file) || /(^|\/)test\//.test(file);
}
