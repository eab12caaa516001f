import type { UpstreamBudgets } from '@tandem/queue';
import { Counter, type Registry } from 'prom-client';

/** Shows what became of the requests that budgets were asked for. Labels have few values and name no tenant. */
export function showBudgets(budgets: UpstreamBudgets, registry: Registry): void {
  new Counter({
    name: 'tandem_upstream_budget_requests_total',
    help: 'Requests to upstreams by what they count against, and what their budget said.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [kind, outcomes] of Object.entries(budgets.counts())) {
        for (const [outcome, count] of Object.entries(outcomes)) this.inc({ kind, outcome }, count);
      }
    },
  });
}
