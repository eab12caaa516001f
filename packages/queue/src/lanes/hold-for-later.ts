import type { LaneKey } from '@tandem/schemas';

export interface HeldLanes {
  /** Wakes the lane after so long. */
  add(lane: LaneKey, delayMs: number): void;
  /** Wakes at once what is held. */
  letGo(): void;
}

/** Holds lanes in memory until they are to be waked; keeps no process alive. */
export const holdForLater = (wake: (lane: LaneKey) => void): HeldLanes => {
  const held = new Map<NodeJS.Timeout, LaneKey>();
  return {
    add: (lane, delayMs) => {
      const timer = setTimeout(() => {
        held.delete(timer);
        wake(lane);
      }, delayMs).unref();
      held.set(timer, lane);
    },
    letGo: () => {
      for (const [timer, lane] of held) {
        clearTimeout(timer);
        wake(lane);
      }
      held.clear();
    },
  };
};
