/** One caller's row and promise. */
interface Waiting<Row, Result> {
  row: Row;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

interface ShareCommitsOptions<Row, Result> {
  /** Stores rows in one transaction, all or none, and answers in their order. */
  commit(rows: readonly Row[]): Promise<readonly Result[]>;
  /** Transactions under way at once. */
  concurrencyMax: number;
  /**
   * One begins beside another only when that has taken so long, ms: two small groups cost more than a large one, but what one waits
   * for holds up nobody else. 0, when left out.
   */
  patienceMs?: number;
  rowsMax: number;
  /** Told of how many rows went together: for metrics. */
  onGroup?: (rows: number) => void;
  /** Whether a failure was that of a row: it is not repeated when nobody knows what became of it. Always, when left out. */
  isRefusal?: (error: unknown) => boolean;
}

/**
 * Lets concurrent callers share one commit without waiting for company: while fewer than `concurrencyMax` transactions are
 * under way a row goes at once; otherwise it goes with all others that came meanwhile. A transaction that fails is taken
 * apart and its rows are stored one by one, so that one bad row never fails its neighbours.
 */
export function shareCommits<Row, Result>(
  options: ShareCommitsOptions<Row, Result>,
): (row: Row) => Promise<Result> {
  let waiting: Waiting<Row, Result>[] = [];
  let active = 0;
  let scheduled = false;
  let beganAtMs = 0;
  let isTimed = false;
  const { patienceMs = 0 } = options;

  const mayBegin = (): boolean =>
    active === 0 || (active < options.concurrencyMax && performance.now() - beganAtMs >= patienceMs);

  const losePatience = (): void => {
    isTimed = false;
    flush();
  };

  const flush = (): void => {
    scheduled = false;
    while (waiting.length > 0 && mayBegin()) {
      const batch = waiting.slice(0, options.rowsMax);
      waiting = waiting.slice(options.rowsMax);
      active += 1;
      beganAtMs = performance.now();
      options.onGroup?.(batch.length);
      void settle(batch).finally(() => {
        active -= 1;
        flush();
      });
    }
    if (waiting.length === 0 || isTimed || active === options.concurrencyMax) return;
    isTimed = true;
    setTimeout(losePatience, Math.max(0, patienceMs - (performance.now() - beganAtMs)));
  };

  const settle = async (batch: Waiting<Row, Result>[]): Promise<void> => {
    try {
      const results = await options.commit(batch.map(({ row }) => row));
      for (const [index, one] of batch.entries()) resolveWith(one, results[index]);
    } catch (error) {
      const isOfRow = options.isRefusal?.(error) ?? true;
      if (batch.length === 1 || !isOfRow) for (const { reject } of batch) reject(error);
      else for (const one of batch) await settle([one]);
    }
  };

  return (row) =>
    new Promise((resolve, reject) => {
      waiting.push({ row, resolve, reject });
      if (scheduled) return;
      scheduled = true;
      setImmediate(flush);
    });
}

function resolveWith<Row, Result>(one: Waiting<Row, Result>, result: Result | undefined): void {
  if (result === undefined) one.reject(new Error('the commit answered fewer results than rows'));
  else one.resolve(result);
}
