import type { LaneKey } from '@tandem/schemas';
import type { QueueLog } from '../log.ts';
import { laneId } from './lane-queue.ts';

/** Runs lanes inside this process: each at most once at a time, and no more than `concurrency` together. */
export interface LaneRunner {
  /**
   * Runs the lane, or, while it runs here, once more right after. Resolves when that run is done or has been
   * handed to the run in progress; never rejects.
   */
  submit(lane: LaneKey): Promise<void>;
  /** Lanes being run or waiting for their turn. */
  readonly active: number;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
}

export interface LaneRunnerInput {
  concurrency: number;
  run: (lane: LaneKey) => Promise<void>;
  log: QueueLog;
}

export const createLaneRunner = ({ concurrency, run, log }: LaneRunnerInput): LaneRunner => {
  const lanes = new Map<string, { again: boolean }>();
  const queue: (() => void)[] = [];
  const whenIdle: (() => void)[] = [];
  let running = 0;

  const enter = async () => {
    if (running >= concurrency) await new Promise<void>((resolve) => queue.push(resolve));
    else running += 1;
  };
  const leave = () => {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  };
  const runOnce = async (id: string, lane: LaneKey) => {
    await enter();
    try {
      await run(lane);
    } catch (error) {
      log.error({ lane: id, err: error }, 'a lane threw: it is left to the sweep');
    } finally {
      leave();
    }
  };

  return {
    submit: async (lane) => {
      const id = laneId(lane);
      const current = lanes.get(id);
      if (current) {
        current.again = true;
        return;
      }
      const state = { again: true };
      lanes.set(id, state);
      while (state.again) {
        state.again = false;
        await runOnce(id, lane);
      }
      lanes.delete(id);
      if (lanes.size === 0) for (const resolve of whenIdle.splice(0)) resolve();
    },
    get active() {
      return lanes.size;
    },
    idle: async () => {
      if (lanes.size > 0) await new Promise<void>((resolve) => whenIdle.push(resolve));
    },
  };
};
