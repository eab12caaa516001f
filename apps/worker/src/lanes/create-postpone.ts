import type { LaneContext } from '@tandem/core/lanes';

interface Postponing {
  now(): Date;
  onError(error: unknown): void;
}

/** Timers of this process for what nobody misses when it ends; `stop` forgets what is still to be done. */
export function createPostpone(context: Postponing): { postpone: LaneContext['postpone']; stop(): void } {
  const timers = new Set<NodeJS.Timeout>();
  const postpone: LaneContext['postpone'] = (at, work) => {
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        work().catch(context.onError);
      },
      Math.max(0, at.getTime() - context.now().getTime()),
    );
    timers.add(timer);
  };
  const stop = (): void => {
    for (const timer of timers) clearTimeout(timer);
    timers.clear();
  };
  return { postpone, stop };
}
