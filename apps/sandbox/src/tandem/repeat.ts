/** Runs again and again, never beside itself. */
export interface Repeater {
  /** Runs as soon as it can. */
  soon(): void;
  stop(): Promise<void>;
}

/** Calls `run` every `pauseMs()`, and shortly after each `soon`. `run` must not reject. */
export function repeat(run: () => Promise<void>, pauseMs: () => number): Repeater {
  const soonMs = 80;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isWanted = false;
  let isStopped = false;

  function schedule(delayMs: number): void {
    if (isStopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(start, delayMs);
  }

  function start(): void {
    timer = null;
    isWanted = false;
    running = run().finally(() => {
      running = null;
      schedule(isWanted ? soonMs : pauseMs());
    });
  }

  schedule(soonMs);
  return {
    soon() {
      if (isWanted) return;
      isWanted = true;
      if (running === null) schedule(soonMs);
    },
    async stop() {
      isStopped = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
