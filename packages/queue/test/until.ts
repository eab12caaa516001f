import { setTimeout as pause } from 'node:timers/promises';

/** Resolves once the condition holds; fails after 20 s. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const endsAt = performance.now() + 20_000;
  while (!(await condition())) {
    if (performance.now() > endsAt) throw new Error('the condition never held');
    await pause(5);
  }
};
