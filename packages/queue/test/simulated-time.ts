/** Time that passes only when it is told to, with the timers that hang on it. */
export interface SimulatedTime {
  nowMs(): number;
  later(delayMs: number, run: () => void): void;
  /** Lets so much time pass, timer by timer; what each sets off runs to its next wait. */
  pass(ms: number): Promise<void>;
}

export const simulateTime = (): SimulatedTime => {
  let now = 1_000_000;
  let timers: { atMs: number; run: () => void }[] = [];
  /** Everything that only waits for promises gets on. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const nextTimer = (untilMs: number) =>
    timers.filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0];
  return {
    nowMs: () => now,
    later: (delayMs, run) => void timers.push({ atMs: now + delayMs, run }),
    pass: async (ms) => {
      const untilMs = now + ms;
      await settle();
      for (let timer = nextTimer(untilMs); timer; timer = nextTimer(untilMs)) {
        const due = timer;
        timers = timers.filter((other) => other !== due);
        now = Math.max(now, due.atMs);
        due.run();
        await settle();
      }
      now = untilMs;
    },
  };
};
