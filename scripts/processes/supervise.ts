import type { Group } from './spawn-group.ts';
import { say } from './step.ts';
import type { Closing } from './stop-once.ts';

/** Waits until one of the processes ends or the command is interrupted. Returns the exit code: one that ends by itself is a failure. */
export async function supervise(
  closing: Closing,
  input: { groups: readonly Group[]; where: (name: string) => string },
): Promise<number> {
  const interrupted = new Promise<null>((resolve) => {
    if (closing.signal.aborted) resolve(null);
    closing.signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const endings = input.groups.map(async (group) => ({ name: group.name, ending: await group.ended }));
  const first = await Promise.race([interrupted, ...endings]);
  if (first === null || closing.signal.aborted) return 0;
  say(
    `error: ${first.name} ended with ${first.ending.description}; stopping the rest\n  cure: ${input.where(first.name)}`,
  );
  return first.ending.code === null || first.ending.code === 0 ? 1 : first.ending.code;
}
