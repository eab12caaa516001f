/** Runs `work` over all items, at most `limit` at once. Rejects with the first failure, after which no more begin. */
export async function runBounded<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const lines = Array.from({ length: Math.min(limit, items.length) }, async () => {
    // One iterator for all lines: each item is taken once.
    for (const item of rest) await work(item);
  });
  await Promise.all(lines);
}
