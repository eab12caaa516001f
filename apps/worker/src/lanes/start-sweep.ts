import { repeat } from '../repeat.ts';

/** While Redis wakes lanes, the sweep only repairs: what is overdue by this much had its wake-up lost. */
const repairEveryMs = 2_500;
const repairOverdueMs = 2_000;
/** Without Redis the sweep is the only source of work. */
const pollEveryMs = 60;
const batchMax = 200;

export interface SweepDeps {
  /** Runs due work and answers how many lanes it found, and how many of them it took in. */
  sweep(input: { overdueMs: number; limit: number }): Promise<{ found: number; begun: number }>;
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
  const once = async (): Promise<number> => {
    const isUp = deps.isRedisUp();
    const room = Math.min(batchMax, deps.room());
    if (room <= 0) return pollEveryMs;
    try {
      const { found, begun } = await deps.sweep({ overdueMs: isUp ? repairOverdueMs : 0, limit: room });
      // More may be due. What is here already, or has no place, is found again each time: not at once.
      if (found === room) return begun > found / 2 ? 1 : pollEveryMs;
    } catch (error) {
      deps.onError(error);
    }
    return isUp ? repairEveryMs : pollEveryMs;
  };

  return repeat({ firstMs: pollEveryMs, run: once, random: deps.random });
}
