/** Those who wait, taken by turns: each tenant's first before anyone's second. */
export interface TurnQueue<Waiter> {
  push(tenantId: string, waiter: Waiter): void;
  /** The next by turn; undefined when nobody waits. */
  shift(): Waiter | undefined;
  /** Takes out every waiter that the test names. */
  removeWhere(isGone: (waiter: Waiter) => boolean): void;
  readonly size: number;
  /** Tenants with somebody waiting. */
  readonly tenants: number;
  /** Waiting for one tenant. */
  sizeOf(tenantId: string): number;
}

export const createTurnQueue = <Waiter>(): TurnQueue<Waiter> => {
  /** In the order of their turns. */
  const rows = new Map<string, Waiter[]>();
  let size = 0;
  return {
    push: (tenantId, waiter) => {
      const row = rows.get(tenantId);
      if (row) row.push(waiter);
      else rows.set(tenantId, [waiter]);
      size += 1;
    },
    shift: () => {
      const [first] = rows;
      if (first === undefined) return undefined;
      const [tenantId, row] = first;
      const waiter = row.shift();
      rows.delete(tenantId);
      if (row.length > 0) rows.set(tenantId, row);
      size -= 1;
      return waiter;
    },
    removeWhere: (isGone) => {
      for (const [tenantId, row] of rows) {
        const left = row.filter((waiter) => !isGone(waiter));
        size -= row.length - left.length;
        if (left.length === 0) rows.delete(tenantId);
        else if (left.length < row.length) rows.set(tenantId, left);
      }
    },
    get size() {
      return size;
    },
    get tenants() {
      return rows.size;
    },
    sizeOf: (tenantId) => rows.get(tenantId)?.length ?? 0,
  };
};
