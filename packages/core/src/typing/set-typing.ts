import { type SendGuard, UpstreamError } from '@tandem/integrations/contract';
import type { LaneKey } from '@tandem/schemas';
import type { LaneContext } from '../lanes/context.ts';

/** Shows or hides the bot's typing; false when that failed, which never fails a turn. `guard`: of the lane that is held. */
export async function setTyping(
  context: LaneContext,
  input: { key: LaneKey; on: boolean; guard: SendGuard },
): Promise<boolean> {
  const { key, on, guard } = input;
  const { tenantId, connectionId, conversationId } = key;
  try {
    const settings = await context.directory.channelSettings(tenantId, connectionId);
    if (!settings) return true;
    const client = context.integrations.channels.chatwoot.connect(settings, key);
    await client.setTyping({ conversationId, on }, guard);
    return true;
  } catch (error) {
    // Show is the first to go where requests are short; nothing hides by itself.
    if (on && error instanceof UpstreamError && error.kind === 'rate-limited') return true;
    context.log.info({ tenantId, conversationId, on, outcome: errorName(error) }, 'typing not shown');
    return false;
  }
}

const errorName = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
