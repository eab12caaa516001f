/** The most requests within any minute, by what they count against: a host, a bot, a conversation. */
export interface BusiestMinute {
  note(key: string, nowMs: number): void;
  most(): Record<string, number>;
}

const minuteMs = 60_000;
/** Past times that may pile up before they are dropped. */
const pastMax = 10_000;

/** Counts as an upstream with a sliding window does; times do not go back. */
export function createBusiestMinute(): BusiestMinute {
  const rows = new Map<string, { timesMs: number[]; first: number; most: number }>();
  return {
    note(key, nowMs) {
      const row = rows.get(key) ?? { timesMs: [], first: 0, most: 0 };
      rows.set(key, row);
      row.timesMs.push(nowMs);
      while (nowMs - (row.timesMs[row.first] ?? nowMs) >= minuteMs) row.first += 1;
      row.most = Math.max(row.most, row.timesMs.length - row.first);
      if (row.first < pastMax) return;
      row.timesMs.splice(0, row.first);
      row.first = 0;
    },
    most: () => Object.fromEntries([...rows].map(([key, { most }]) => [key, most])),
  };
}
