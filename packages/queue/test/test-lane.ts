import { newId } from '@tandem/runtime';
import type { ConnectionId, LaneKey, TenantId } from '@tandem/schemas';

/** A lane of a tenant of its own. */
export const testLane = (): LaneKey => ({
  tenantId: newId<TenantId>(),
  connectionId: newId<ConnectionId>(),
  conversationId: 7,
  direction: 'to-engine',
});
