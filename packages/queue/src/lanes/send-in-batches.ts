/** Sends what it is given, one batch at a time, so that under load each carries all that came in meanwhile. */
export interface BatchSender<Item> {
  /** Gives up the item when one of the same key waits to be sent, or too many do. */
  add(key: string, item: Item): void;
  /** Resolves when all that was added so far has been sent or given up. */
  flushed(): Promise<void>;
}

const batchMax = 64;
const pendingMax = 20_000;

/** `send` is tried once for each batch; what it rejects with is ignored. */
export const sendInBatches = <Item>(send: (items: Item[]) => Promise<unknown>): BatchSender<Item> => {
  const pending = new Map<string, Item>();
  let sending: Promise<void> | undefined;

  const takeBatch = (): Item[] => {
    const batch: Item[] = [];
    for (const [key, item] of pending) {
      if (batch.length === batchMax) break;
      pending.delete(key);
      batch.push(item);
    }
    return batch;
  };
  const sendAll = async (): Promise<void> => {
    await new Promise(setImmediate);
    while (pending.size > 0) await send(takeBatch()).catch(() => {});
    sending = undefined;
  };
  return {
    add: (key, item) => {
      if (pending.has(key) || pending.size >= pendingMax) return;
      pending.set(key, item);
      sending ??= sendAll();
    },
    flushed: async () => {
      await sending;
    },
  };
};
