import { carryReseal, type ResealContext } from '@tandem/core/secrets';
import { startSweep } from '../lanes/start-sweep.ts';

export interface ResealingDeps {
  context: ResealContext & { log: { warn(fields: Record<string, unknown>, message: string): void } };
  random(): number;
}

/** Looks now and then whether everything is to be sealed anew, and does it. `stop` waits for the step at work. */
export function startResealing({ context, random }: ResealingDeps): { stop(): Promise<void> } {
  return startSweep({
    sweep: async () => {
      await carryReseal(context);
      return { found: 0, begun: 0 };
    },
    // The repairing pace, also without Redis: it is read from MySQL alone.
    isRedisUp: () => true,
    room: () => 1,
    random,
    onError: (err) => context.log.warn({ err }, 'secrets could not be sealed anew'),
  });
}
