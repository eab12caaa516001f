import type { LaneKey } from '@tandem/schemas';

export interface HeldLanes {
  /** Wakes the lane after so long; passed by when it is held under the same id. */
  add(id: string, lane: LaneKey, delayMs: number): void;
  /** Wakes at once what is held. */
  letGo(): void;
}

/** Holds lanes in memory until they are to be waked; keeps no process alive. */
export const holdForLater = (wake: (lane: LaneKey) => void): HeldLanes => {
  const held = new Map<string, { timer: NodeJS.Timeout; lane: LaneKey }>();
  return {
    add: (id, lane, delayMs) => {
      if (held.has(id)) return;
      const timer = setTimeout(() => {
        held.delete(id);
        wake(lane);
      }, delayMs).unref();
      held.set(id, { timer, lane });
    },
    letGo: () => {
      for (const { timer, lane } of held.values()) {
        clearTimeout(timer);
        wake(lane);
      }
      held.clear();
    },
  };
};
