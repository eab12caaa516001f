/** While Redis wakes lanes, the sweep only repairs: what is overdue by this much had its wake-up lost. */
const repairEveryMs = 2_500;
const repairOverdueMs = 2_000;
/** Without Redis the sweep is the only source of work. */
const pollEveryMs = 60;
const jitter = 0.3;
const batchMax = 200;

export interface SweepDeps {
  /** Runs due work and answers how many lanes it found. */
  sweep(input: { overdueMs: number; limit: number }): Promise<number>;
  isRedisUp(): boolean;
  /** How many more lanes this process can take now. */
  room(): number;
  random(): number;
  onError(error: unknown): void;
}

/**
 * A plain jittered timer in every worker, so that nothing in Redis is needed to find lost work: a lost wake-up is repaired
 * within about 6 s, and with Redis away lanes go on at polling speed. Answers how to stop it.
 */
export function startSweep(deps: SweepDeps): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();

  const schedule = (delayMs: number): void => {
    if (stopped) return;
    timer = setTimeout(
      () => {
        current = once().then(schedule);
      },
      delayMs * (1 + jitter * (2 * deps.random() - 1)),
    );
  };

  const once = async (): Promise<number> => {
    const isUp = deps.isRedisUp();
    const room = Math.min(batchMax, deps.room());
    if (room <= 0) return pollEveryMs;
    try {
      const found = await deps.sweep({ overdueMs: isUp ? repairOverdueMs : 0, limit: room });
      if (found === room) return 1;
    } catch (error) {
      deps.onError(error);
    }
    return isUp ? repairEveryMs : pollEveryMs;
  };

  schedule(pollEveryMs);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
