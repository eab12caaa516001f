import { setTimeout as sleep } from 'node:timers/promises';
import type { Group } from './spawn-group.ts';
import { StepFailure } from './step.ts';

/**
 * Waits until the process has said that it has started, and then until `url` answers 200: before, a stranger may be listening
 * there. Throws when the process ends first, `signal` aborts or `timeoutMs` runs out.
 */
export async function waitReady(input: {
  group: Group;
  url: string;
  timeoutMs: number;
  cure: string;
  signal: AbortSignal;
}): Promise<void> {
  const endsAt = performance.now() + input.timeoutMs;
  const ended = input.group.ended.then((ending) => {
    throw new StepFailure(
      `${input.group.name} ended with ${ending.description} before it was ready`,
      input.cure,
    );
  });
  let isStarted = false;
  void input.group.started.then(() => {
    isStarted = true;
  });
  const ready = async () => {
    while (!(isStarted && (await answersOk(input.url)))) {
      input.signal.throwIfAborted();
      if (performance.now() > endsAt) {
        throw new StepFailure(
          `${input.group.name} was not ready after ${input.timeoutMs / 1000} s`,
          input.cure,
        );
      }
      await sleep(50);
    }
  };
  await Promise.race([ready(), ended]);
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
