import { withinTime } from '@tandem/runtime';
import type { LanesView } from '@tandem/schemas/admin';
import { Gauge, type Registry } from 'prom-client';

interface ShownLanes {
  /** A bounded look at MySQL; may reject. */
  view(): Promise<LanesView>;
  nowMs(): number;
}

/** Scrapes closer together than this share one look. */
const keepMs = 5_000;
const timeoutMs = 2_000;

/** Shows how much waits in the lanes of all tenants, why, and how old the oldest of it is. A database that is away takes no figure but these away. */
export function showLanes(registry: Registry, { view, nowMs }: ShownLanes): void {
  let look: Promise<LanesView | null> | null = null;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  const seen = (): Promise<LanesView | null> => {
    if (look === null || nowMs() - lookedAtMs > keepMs) {
      lookedAtMs = nowMs();
      look = withinTime(view(), { ms: timeoutMs, late: 'no look in time' }).catch(() => null);
    }
    return look;
  };
  const show = (
    metric: { name: string; help: string; labelNames: string[] },
    set: (gauge: Gauge, lanes: LanesView) => void,
  ) =>
    new Gauge({
      ...metric,
      registers: [registry],
      async collect() {
        this.reset();
        const lanes = await seen();
        if (lanes) set(this, lanes);
      },
    });

  new Gauge({
    name: 'tandem_ledger_up',
    help: '1 when MySQL answered the look at the lanes in time, else 0.',
    registers: [registry],
    async collect() {
      this.set((await seen()) ? 1 : 0);
    },
  });
  show(
    {
      name: 'tandem_lanes',
      help: 'Lanes with work, of those that are due first (500), by direction and what they wait for.',
      labelNames: ['direction', 'state'],
    },
    (gauge, { directions }) => {
      for (const { direction, states } of directions)
        for (const { state, lanes } of states) gauge.set({ direction, state }, lanes);
    },
  );
  show(
    {
      name: 'tandem_lane_oldest_seconds',
      help: 'Age of the oldest message, turn or delivery that waits, by direction and what it waits for; 0: none.',
      labelNames: ['direction', 'state'],
    },
    (gauge, { directions }) => {
      for (const { direction, states } of directions)
        for (const { state, oldestS } of states) gauge.set({ direction, state }, oldestS ?? 0);
    },
  );
  show(
    {
      name: 'tandem_lanes_due',
      help: 'Lanes that are due and held by no worker (counted up to 10,000).',
      labelNames: ['direction'],
    },
    (gauge, { directions }) => {
      for (const { direction, due } of directions) gauge.set({ direction }, due);
    },
  );
  show(
    {
      name: 'tandem_lane_oldest_due_seconds',
      help: 'For how long the longest waiting lane has been due without a worker taking it; 0: none is due.',
      labelNames: ['direction'],
    },
    (gauge, { directions }) => {
      for (const { direction, oldestDueS } of directions) gauge.set({ direction }, oldestDueS ?? 0);
    },
  );
}
