export interface WorkerBeatDeps {
  /** Says that a worker is at work. */
  beat(): Promise<void>;
  onError(error: unknown): void;
}

/** A worker that has not been heard of for three of these is taken for gone. */
const beatEveryMs = 10_000;

/** Says now and then that a worker is at work, for the doctor. Answers how to stop it. */
export function keepWorkerBeat({ beat, onError }: WorkerBeatDeps): { stop(): Promise<void> } {
  let current = beat().catch(onError);
  const timer = setInterval(() => {
    current = current.then(beat).catch(onError);
  }, beatEveryMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await current;
    },
  };
}
