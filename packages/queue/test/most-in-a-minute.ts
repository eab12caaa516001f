/** The most of these times, ms, that lie within any 60 s. */
export const mostInAMinute = (timesMs: readonly number[]): number => {
  const sorted = timesMs.toSorted((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [index, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= 60_000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
};
