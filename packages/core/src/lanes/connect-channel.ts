import type { ChannelClient } from '@tandem/integrations/contract';
import type { LaneContext } from './context.ts';
import type { HeldLane } from './held-lane.ts';

/**
 * The channel through the connection the conversation belongs to, which may no longer be the tenant's newest; paid as this
 * tenant's work. Null: not usable.
 */
export async function connectChannel(context: LaneContext, lane: HeldLane): Promise<ChannelClient | null> {
  const { tenantId, connectionId } = lane.key;
  const settings = await context.directory.channelSettings(tenantId, connectionId);
  try {
    return settings && context.integrations.channels.chatwoot.connect(settings, { tenantId });
  } catch (error) {
    context.log.error({ tenantId, connectionId, err: error }, 'a Chatwoot connection is not usable');
    return null;
  }
}
