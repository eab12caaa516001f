import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { OwnConnection } from '../connection/connect-redis.ts';
import type { QueueLog } from '../log.ts';
import type { LaneRunner } from './create-lane-runner.ts';
import { laneOf } from './lane-queue.ts';

/** So few that a worker that has nothing to do finds some too. */
const takenMax = 16;
/** As long as a worker that is told to stop goes on waiting for lanes. */
const blockMs = 500;
const retryMs = 500;

/** BZMPOP's answer: the key, and members with their scores; null when there was nothing in time. */
const zTaken = z.tuple([z.string(), z.array(z.tuple([z.string(), z.unknown()]))]).nullable();

interface TakeReadyLanesInput {
  /** Theirs alone, as it blocks. Closed by `close`. */
  connection: OwnConnection;
  /** The sorted set of lanes that wait. */
  key: string;
  runner: Pick<LaneRunner, 'offer' | 'room' | 'roomy'>;
  onError: (error: Error) => void;
  log: QueueLog;
}

/**
 * Hands lanes that wait to the runner, those waked first at first, while it has room: meanwhile they are left to other workers. A
 * lane whose tenant has its part of this worker already, or whose worker is killed then, is left to the sweep.
 */
export const takeReadyLanes = (input: TakeReadyLanesInput): { close(): Promise<void> } => {
  const { connection, key, runner, onError, log } = input;
  const { client } = connection;
  const closing = new AbortController();
  /** Waits no longer for an answer. */
  let abandon = () => {};

  const take = async (): Promise<string[]> => {
    const count = Math.min(takenMax, runner.room);
    const answer = await new Promise((resolve, reject) => {
      abandon = () => resolve(null);
      client.bzmpop(blockMs / 1_000, 1, key, 'MIN', 'COUNT', count).then(resolve, reject);
    });
    return zTaken.parse(answer)?.[1].map(([id]) => id) ?? [];
  };
  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await runner.roomy();
      if (closing.signal.aborted) return;
      try {
        for (const id of await take()) {
          const lane = laneOf(id);
          if (lane) runner.offer(lane);
          else log.error({ lane: id }, 'a wake that names no lane was dropped');
        }
      } catch (error) {
        if (closing.signal.aborted) return;
        onError(error instanceof Error ? error : new Error(String(error)));
        await wait(retryMs, undefined, { signal: closing.signal }).catch(() => {});
      }
    }
  };
  const running = run();
  return {
    close: async () => {
      closing.abort();
      // A Redis that is away, or hangs, gives no answer.
      const timer = setTimeout(() => abandon(), client.status === 'ready' ? 2 * blockMs : 0);
      await running;
      clearTimeout(timer);
      connection.close();
    },
  };
};
