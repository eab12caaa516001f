import { setTimeout as sleep } from 'node:timers/promises';

/** What a fake does beside answering: told apart from idleness, and ended with the fake. */
export interface FakeWork {
  /** Runs in the background; a failure of it is the fake's own bug and surfaces in `idle`. */
  start(run: () => Promise<void>): void;
  /** Rejects when the fake is closed meanwhile. */
  wait(delayMs: number): Promise<void>;
  /** Resolves when nothing runs any more and `heldCount` is 0. */
  idle(heldCount: () => number): Promise<void>;
  close(): void;
}

export function createWork(): FakeWork {
  const running = new Set<Promise<void>>();
  const ended = new AbortController();
  return {
    start(run) {
      const work = run().catch((error: unknown) => {
        if (!ended.signal.aborted) throw error;
      });
      running.add(work);
      const forget = () => running.delete(work);
      work.then(forget, forget);
    },
    wait: (delayMs) => sleep(delayMs, undefined, { signal: ended.signal }),
    async idle(heldCount) {
      while (running.size > 0 || heldCount() > 0) {
        await Promise.all(running);
        if (heldCount() > 0) await sleep(5);
      }
    },
    close: () => ended.abort(),
  };
}
