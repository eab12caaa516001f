import type { BudgetScope, Budgets } from '@tandem/integrations/contract';
import type { SyncContext } from './context.ts';

/**
 * What requests to a bot's cloud count against: the same rate as what is said to it, in a budget of its own, because
 * Botpress counts them apart (contracts/botpress.md §1a, §5, Limits) and a sync must not silence the bot. Pure.
 */
export const cloudScope = (botId: string): BudgetScope => ({ kind: 'botpress-bot', id: `cloud|${botId}` });

/** Waits for as long as the budget asks: nobody is waiting for a sync. Undefined where nothing is limited. */
export function waitForBudget(context: {
  budgets: Budgets | undefined;
  wait(delayMs: number): Promise<void>;
}): SyncContext['takeBudget'] | undefined {
  const { budgets, wait } = context;
  if (budgets === undefined) return undefined;
  return async ({ tenantId, botId }) => {
    for (;;) {
      const verdict = await budgets.take({ tenantId, need: 'new', scopes: [cloudScope(botId)] });
      if (verdict.granted) return;
      await wait(verdict.retryAfterMs);
    }
  };
}
