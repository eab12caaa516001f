import { zTenantId } from '@tandem/schemas';
import { expect, it } from 'vitest';
import { waitForBudget } from './wait-for-budget.ts';

const tenantId = zTenantId.parse('0198c0de-0000-7000-8000-000000000001');

it('a request waits until the bot’s budget allows it, as long as it asks', async () => {
  const waits: number[] = [];
  const refusals = [300, 200];
  const takeBudget = waitForBudget({
    budgets: {
      take: async (request) => {
        expect(request).toMatchObject({ tenantId, scopes: [{ kind: 'botpress-bot', id: 'cloud|b1' }] });
        const retryAfterMs = refusals.shift();
        return retryAfterMs === undefined
          ? { granted: true, isFresh: () => true }
          : { granted: false, retryAfterMs };
      },
    },
    wait: async (delayMs) => void waits.push(delayMs),
  });
  await takeBudget?.({ tenantId, botId: 'b1' });
  expect(waits).toEqual([300, 200]);
});
