import type { UpstreamBudgets } from '@tandem/queue';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { showBudgets } from './show-budgets.ts';

const none = { 'at-once': 0, waited: 0, refused: 0, 'left-out': 0 };
const limits = { 'chatwoot-host': 3_000, 'chatwoot-conversation': 200, 'botpress-bot': 0 };

it('shows each kind and outcome as it stands when it is read, and the limits', async () => {
  const counts = { 'chatwoot-host': { ...none }, 'chatwoot-conversation': none, 'botpress-bot': none };
  const budgets: UpstreamBudgets = {
    take: async () => ({ granted: false, retryAfterMs: 0 }),
    headroom: async () => [],
    counts: () => counts,
  };
  const registry = new Registry();
  showBudgets(registry, { budgets, limits });
  counts['chatwoot-host'].waited = 3;
  await registry.metrics();
  counts['chatwoot-host'].waited = 5;
  const text = await registry.metrics();
  expect(text).toContain('tandem_upstream_budget_requests_total{kind="chatwoot-host",outcome="waited"} 5');
  expect(text).toContain('tandem_upstream_budget_limit{kind="chatwoot-host"} 3000');
});
