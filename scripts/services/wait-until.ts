import { setTimeout as sleep } from 'node:timers/promises';

/** Asks `check` every `everyMs` until it answers true; false when `timeoutMs` ran out first. */
export async function waitUntil(
  check: () => boolean | Promise<boolean>,
  input: { timeoutMs: number; everyMs?: number },
): Promise<boolean> {
  const endsAt = performance.now() + input.timeoutMs;
  for (;;) {
    if (await check()) return true;
    if (performance.now() >= endsAt) return false;
    await sleep(input.everyMs ?? 20);
  }
}
