import { UpstreamError } from '@tandem/integrations/contract';
import type { TenantId } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';
import { cloudScope } from '../sync/wait-for-budget.ts';

/** Pays one request to a bot's cloud, and leaves it out where syncs need what there is. */
export function payForCloud(
  { vitals: { budgets } }: Pick<AdminContext, 'vitals'>,
  { tenantId, botId }: { tenantId: TenantId; botId: string },
): () => Promise<void> {
  return async () => {
    const verdict = await budgets?.take({ tenantId, need: 'optional', scopes: [cloudScope(botId)] });
    if (verdict?.granted !== false) return;
    const { retryAfterMs } = verdict;
    throw new UpstreamError('rate-limited', "our own budget of the bot's cloud is spent", { retryAfterMs });
  };
}
