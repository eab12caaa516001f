import type { UpstreamBudgets } from '@tandem/queue';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { showBudgets } from './show-budgets.ts';

it('shows each kind and outcome as it stands when it is read', async () => {
  const none = { 'at-once': 0, waited: 0, refused: 0, 'left-out': 0 };
  const counts = { 'chatwoot-host': { ...none }, 'chatwoot-conversation': none, 'botpress-bot': none };
  const budgets: UpstreamBudgets = {
    take: async () => ({ granted: false, retryAfterMs: 0 }),
    headroom: async () => [],
    counts: () => counts,
  };
  const registry = new Registry();
  showBudgets(budgets, registry);
  counts['chatwoot-host'].waited = 3;
  await registry.metrics();
  counts['chatwoot-host'].waited = 5;
  expect(await registry.metrics()).toContain(
    'tandem_upstream_budget_requests_total{kind="chatwoot-host",outcome="waited"} 5',
  );
});
