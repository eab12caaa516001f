import { UpstreamError } from '@tandem/integrations/contract';
import type { LaneContext } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';

/**
 * Shows or hides the bot's typing; false when that failed, which never fails a turn. Who has to hide it, also after a crash, is
 * told by the turns and the session's mark (run-to-channel.ts).
 */
export async function showTyping(
  context: LaneContext,
  input: { lane: HeldLane; on: boolean },
): Promise<boolean> {
  const { lane, on } = input;
  try {
    const settings = await context.directory.channelSettings(lane.key.tenantId, lane.key.connectionId);
    if (!settings) return true;
    const client = context.integrations.channels.chatwoot.connect(settings, lane.key);
    await client.setTyping({ conversationId: lane.key.conversationId, on }, lane.guard);
    return true;
  } catch (error) {
    // Show is the first to go where requests are short; nothing hides by itself.
    if (on && error instanceof UpstreamError && error.kind === 'rate-limited') return true;
    const { tenantId, conversationId } = lane.key;
    context.log.info({ tenantId, conversationId, on, outcome: errorName(error) }, 'typing not shown');
    return false;
  }
}

const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
