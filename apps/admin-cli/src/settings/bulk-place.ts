import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';

const zPlace = z.object({
  /** Of the next page; null: there is none. */
  cursor: z.string().nullable(),
  counts: z.record(z.string(), z.int()),
  at: z.number(),
});

type Place = Pick<z.output<typeof zPlace>, 'cursor' | 'counts'>;

/** How far a bulk command had come. */
export interface BulkPlace {
  /** Null: it has not begun, or so long ago that it is another job. */
  read(): Place | null;
  write(place: Place): void;
  forget(): void;
}

const usefulMs = 24 * 60 * 60_000;

/**
 * Kept in `tandem` of the XDG state folder, one for each command and api. Where it cannot be kept the command begins anew
 * when it is started again, and nothing else is lost.
 */
export function openBulkPlace(
  environment: NodeJS.ProcessEnv,
  { name, url }: { name: string; url: string },
): BulkPlace {
  const { XDG_STATE_HOME: given = '', HOME: home = homedir() } = environment;
  const folder = isAbsolute(given) ? given : join(home, '.local/state');
  const path = join(folder, 'tandem', `${name}-${hash('sha256', url, 'hex').slice(0, 12)}.json`);
  return {
    read() {
      try {
        const { at, ...place } = zPlace.parse(JSON.parse(readFileSync(path, 'utf8')));
        return Date.now() - at < usefulMs ? place : null;
      } catch {
        return null;
      }
    },
    write(place) {
      try {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        writeFileSync(path, JSON.stringify({ ...place, at: Date.now() }), { mode: 0o600 });
      } catch {
        // A read-only home: the command works, and begins anew next time.
      }
    },
    forget() {
      rmSync(path, { force: true });
    },
  };
}
