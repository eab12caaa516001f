const jitter = 0.3;

export interface RepeatInput {
  firstMs: number;
  /** Answers after how long to run again. Must not reject. */
  run(): Promise<number>;
  random(): number;
}

/** Runs now and then, never beside itself; each pause is ± 30 %. `stop` waits for the run at work. */
export function repeat({ firstMs, run, random }: RepeatInput): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();
  const schedule = (pauseMs: number): void => {
    if (stopped) return;
    timer = setTimeout(
      () => {
        current = run().then(schedule);
      },
      pauseMs * (1 + jitter * (2 * random() - 1)),
    );
  };
  schedule(firstMs);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
