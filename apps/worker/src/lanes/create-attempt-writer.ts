import type { NewAttempt } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';

type Attempt = NewAttempt & { tenantId: TenantId };

interface Writing {
  /** Stores all or none. */
  store(attempts: readonly Attempt[]): Promise<void>;
  onLost(error: unknown, count: number): void;
}

export interface AttemptWriter {
  /** Has it written within a moment, together with others; never throws. */
  record(attempt: Attempt): void;
  /** Resolves when all that was recorded is written, or given up. */
  flush(): Promise<void>;
}

/** An attempt is for reading back: it waits this long for others, ms, so that they share a statement and a commit. */
const gatherMs = 100;
const rowsMax = 200;

/** Writes attempts of all lanes of this process down. */
export function createAttemptWriter({ store, onLost }: Writing): AttemptWriter {
  let waiting: Attempt[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (attempts: readonly Attempt[]): Promise<void> => {
    for (let from = 0; from < attempts.length; from += rowsMax) {
      const rows = attempts.slice(from, from + rowsMax);
      await store(rows).catch((error: unknown) => onLost(error, rows.length));
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const attempts = waiting;
    waiting = [];
    writing = writing.then(() => write(attempts));
    return writing;
  };
  return {
    flush,
    record: (attempt) => {
      waiting.push(attempt);
      timer ??= setTimeout(() => void flush(), gatherMs);
    },
  };
}
