import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { type Settings, zSettings } from './settings.ts';

export interface SettingsFile {
  readonly path: string;
  /** No profiles when there is no file. UsageError when it cannot be used. */
  read(): Settings;
  /** Replaces the file at once, for its owner alone. */
  write(settings: Settings): void;
}

/**
 * The profiles, in `tandem/config.json` of the XDG configuration folder. It holds keys: a file that others may read is
 * closed to them, and `warn` is told; one of somebody else is refused.
 */
export function openSettingsFile(
  environment: NodeJS.ProcessEnv,
  warn: (words: string) => void,
): SettingsFile {
  const { XDG_CONFIG_HOME: given = '', HOME: home = homedir() } = environment;
  // The XDG base directory specification: a path that is not absolute is to be ignored.
  const path = join(isAbsolute(given) ? given : join(home, '.config'), 'tandem/config.json');
  return {
    path,
    read() {
      if (!isThere(path)) return { profiles: {} };
      guard(path, warn);
      return parse(path);
    },
    write(settings) {
      const next = `${path}.${process.pid}`;
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        rmSync(next, { force: true });
        writeFileSync(next, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
        renameSync(next, path);
      } catch (cause) {
        throw new UsageError(`The profiles cannot be kept in ${path}: ${messageOf(cause)}`, { cause });
      }
    },
  };
}

const isThere = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** Modes and owners mean nothing on Windows, where `getuid` is missing. */
function guard(path: string, warn: (words: string) => void): void {
  const own = process.getuid?.();
  if (own === undefined) return;
  const { mode, uid } = statSync(path);
  if (uid !== own) {
    throw new UsageError(
      `${path} belongs to another user. Set XDG_CONFIG_HOME to a folder of your own and run tandem login.`,
    );
  }
  if ((mode & 0o077) === 0) return;
  chmodSync(path, 0o600);
  warn(
    `${path} could be read by others and is closed to them now. Revoke its keys if others use this machine.`,
  );
}

function parse(path: string): Settings {
  try {
    return zSettings.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Neither a parser's nor a schema's words: they may repeat a key.
    throw new UsageError(`${path} cannot be read as profiles. Remove it and run tandem login.`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
