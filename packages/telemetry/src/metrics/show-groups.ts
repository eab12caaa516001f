import { Histogram, type Registry } from 'prom-client';

/** Shows how many rows went together into one commit. Answers who is to be told of each group. */
export function showGroups(registry: Registry): (what: 'webhooks' | 'attempts') => (rows: number) => void {
  const groups = new Histogram({
    name: 'tandem_commit_rows',
    help: 'Rows that shared one commit.',
    labelNames: ['what'],
    buckets: [1, 2, 4, 8, 16, 32, 64, 100],
    registers: [registry],
  });
  return (what) => (rows) => groups.observe({ what }, rows);
}
