import type { BudgetKind, UpstreamBudgets } from '@tandem/queue';
import { Counter, Gauge, type Registry } from 'prom-client';

interface ShownBudgets {
  /** Undefined: nothing is limited. */
  budgets: UpstreamBudgets | undefined;
  /** Requests a minute; 0 is off. */
  limits: Record<BudgetKind, number>;
}

/** Shows what became of the requests that budgets were asked for, and the limits. Labels have few values and name no tenant. */
export function showBudgets(registry: Registry, { budgets, limits }: ShownBudgets): void {
  new Counter({
    name: 'tandem_upstream_budget_requests_total',
    help: 'Requests to upstreams by what they count against, and what their budget said; refused ones are put off.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [kind, outcomes] of Object.entries(budgets?.counts() ?? {})) {
        for (const [outcome, count] of Object.entries(outcomes)) this.inc({ kind, outcome }, count);
      }
    },
  });
  const limit = new Gauge({
    name: 'tandem_upstream_budget_limit',
    help: 'Requests a minute that one host, conversation or bot may be asked; 0 is off.',
    labelNames: ['kind'],
    registers: [registry],
  });
  for (const [kind, perMinute] of Object.entries(limits)) limit.set({ kind }, perMinute);
}
