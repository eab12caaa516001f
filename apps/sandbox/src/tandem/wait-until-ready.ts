import { setTimeout as sleep } from 'node:timers/promises';
import type { Tandem } from './create-tandem.ts';

const pauseMs = 250;

/** Waits until Tandem's api is ready. Rejects when `stopping` aborts. */
export async function waitUntilReady(tandem: Tandem, stopping: AbortSignal): Promise<void> {
  while (!(await tandem.isReady())) await sleep(pauseMs, undefined, { signal: stopping });
}
