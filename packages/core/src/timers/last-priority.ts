import { zChannelStep } from '../delivery/channel-step.ts';
import type { Priority } from '../handoff/index.ts';

/** The priority that the newest of some steps set, the newest first; null when none did. Pure. */
export function lastPriority(steps: readonly string[]): Priority | null {
  for (const step of steps) {
    const read = zChannelStep.safeParse(JSON.parse(step));
    if (read.success && read.data.step === 'priority') return read.data.priority;
  }
  return null;
}
