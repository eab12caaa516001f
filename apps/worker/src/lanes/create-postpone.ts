import type { LaneContext } from '@tandem/core/lanes';

interface Postponing {
  now(): Date;
  onError(error: unknown): void;
}

type Postponed = Pick<LaneContext, 'postpone' | 'spare' | 'isPutOff'>;

/** Timers of this process for what nobody misses when it ends; `stop` forgets what is still to be done, and waits for what has begun. */
export function createPostpone(context: Postponing): Postponed & { stop(): Promise<void> } {
  const timers = new Map<string, NodeJS.Timeout>();
  const begun = new Set<Promise<void>>();
  const spare: Postponed['spare'] = (name) => {
    clearTimeout(timers.get(name));
    timers.delete(name);
  };
  const postpone: Postponed['postpone'] = (name, at, work) => {
    spare(name);
    const run = (): void => {
      timers.delete(name);
      const done = work()
        .catch(context.onError)
        .finally(() => begun.delete(done));
      begun.add(done);
    };
    timers.set(name, setTimeout(run, Math.max(0, at.getTime() - context.now().getTime())));
  };
  const stop = async (): Promise<void> => {
    for (const name of [...timers.keys()]) spare(name);
    await Promise.all(begun);
  };
  return { postpone, spare, isPutOff: (name) => timers.has(name), stop };
}
