import { onboardRow, type RowContext, type RowResult } from './onboard-row.ts';
import type { OnboardingRow } from './read-rows.ts';

interface Bulk {
  rows: readonly OnboardingRow[];
  /** How many tenants at once. */
  concurrency: number;
  /** Told of each row as it ends. */
  onRow(row: OnboardingRow, result: RowResult): void;
}

/** Onboards many tenants, some at a time, in the order of the file. Answers in that order, too. */
export async function onboardRows(context: RowContext, bulk: Bulk): Promise<RowResult[]> {
  const { rows, concurrency, onRow } = bulk;
  const results: RowResult[] = [];
  const waiting = rows.entries();
  const work = async (): Promise<void> => {
    for (const [index, row] of waiting) {
      const result = await onboardRow(context, row);
      results[index] = result;
      onRow(row, result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, rows.length) }, work));
  return results;
}
