import { vi } from 'vitest';

/** Waits for what `find` finds, for half a minute at most. Unlike `expect.poll` also where tests run side by side. */
export const until = async <Found>(
  find: () => Promise<Found | null | undefined>,
  what: string,
): Promise<Found> =>
  await vi.waitFor(
    async () => {
      const found = await find();
      if (found == null) throw new Error(`${what}: not yet`);
      return found;
    },
    { timeout: 30_000, interval: 100 },
  );
