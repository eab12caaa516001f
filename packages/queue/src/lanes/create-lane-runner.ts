import type { LaneKey } from '@tandem/schemas';
import type { QueueLog } from '../log.ts';
import { createFairQueue } from './create-fair-queue.ts';
import { laneId } from './lane-queue.ts';

/** Runs lanes inside this process: each at most once at a time, no more than `concurrency` together, tenants by turns. */
export interface LaneRunner {
  /**
   * Runs the lane, or, while it runs here, once more right after. False when it is here already, or is left to a sweep because its
   * tenant has too much waiting here.
   */
  offer(lane: LaneKey): boolean;
  /** Lanes being run or waiting for their turn. */
  readonly active: number;
  /** How many more lanes can wait here. */
  readonly room: number;
  /** Resolves when one more can. */
  roomy(): Promise<void>;
  /** Resolves when nothing runs any more. */
  idle(): Promise<void>;
}

export interface LaneRunnerInput {
  concurrency: number;
  /** Lanes that may wait for their turn in this process. */
  waitingMax: number;
  run: (lane: LaneKey) => Promise<void>;
  log: QueueLog;
}

interface LaneState {
  lane: LaneKey;
  party: string;
  isRunning: boolean;
  /** Offered again while it ran. */
  again: boolean;
}

export const createLaneRunner = ({ concurrency, waitingMax, run, log }: LaneRunnerInput): LaneRunner => {
  const lanes = new Map<string, LaneState>();
  const queue = createFairQueue<LaneState>({ places: concurrency, waitingMax });
  const whenIdle: (() => void)[] = [];
  const whenRoomy: (() => void)[] = [];
  const room = () => Math.max(0, waitingMax - queue.waiting);

  const leave = (id: string): void => {
    lanes.delete(id);
    if (lanes.size === 0) for (const resolve of whenIdle.splice(0)) resolve();
  };
  const runOnce = async (state: LaneState): Promise<void> => {
    const id = laneId(state.lane);
    state.isRunning = true;
    state.again = false;
    try {
      await run(state.lane);
    } catch (error) {
      log.error({ lane: id, err: error }, 'a lane threw: it is left to the sweep');
    }
    queue.end(state.party);
    state.isRunning = false;
    if (!state.again || !queue.add(state.party, state)) leave(id);
    beginAll();
  };
  const beginAll = (): void => {
    for (let state = queue.begin(); state; state = queue.begin()) void runOnce(state);
    if (room() > 0) for (const resolve of whenRoomy.splice(0)) resolve();
  };

  const offer = (lane: LaneKey): boolean => {
    const id = laneId(lane);
    const current = lanes.get(id);
    if (current) {
      // One that waits has not looked yet.
      if (current.isRunning) current.again = true;
      return false;
    }
    const state = { lane, party: partyOf(lane), isRunning: false, again: false };
    if (!queue.add(state.party, state)) return false;
    lanes.set(id, state);
    beginAll();
    return true;
  };

  return {
    offer,
    get active() {
      return lanes.size;
    },
    get room() {
      return room();
    },
    roomy: async () => {
      if (room() === 0) await new Promise<void>((resolve) => whenRoomy.push(resolve));
    },
    idle: async () => {
      if (lanes.size > 0) await new Promise<void>((resolve) => whenIdle.push(resolve));
    },
  };
};

/** A tenant's questions and its answers are two parties: what waits for its engine holds up no reply. */
const partyOf = ({ tenantId, direction }: LaneKey): string => `${tenantId}.${direction}`;
