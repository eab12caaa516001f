import { type ChannelClient, UpstreamError } from '@tandem/integrations/contract';
import type { LaneContext } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import { giveUp } from './give-up.ts';
import { retryLater } from './retry-later.ts';
import type { SendInput, SendOutcome } from './send-next.ts';

const readAgainMs = 5_000;
/** Messages are dated by the api's clock, ours by the worker's: the read-back begins safely before ours. */
const clockToleranceMs = 60_000;

/**
 * Finds out by reading back whether a send of unknown outcome arrived: then it is sent, else it may be tried again. Without
 * a token that may read, it is dead and a human takes over; it is never sent again blindly.
 */
export async function settleUnknown(
  context: LaneContext,
  input: SendInput & { client: ChannelClient | null },
): Promise<SendOutcome> {
  const { lane, outbound, client } = input;
  if (!client?.canRead)
    return await giveUp(context, input, 'unknown outcome, and no token may read messages back');
  try {
    const afterMessageId = await lane.scope.inbound.newestChannelMessageBefore(
      lane.key,
      later(outbound.createdAt, -clockToleranceMs),
    );
    const found = await client.find({
      conversationId: lane.key.conversationId,
      ref: outbound.id,
      afterMessageId,
    });
    if (found)
      await lane.scope.outbound.sent(outbound.id, { channelMessageId: found.messageId, at: context.now() });
    else await tryAgain(context, input);
    return found ? 'sent' : context.now();
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    if (error.kind === 'unauthorized')
      return await giveUp(context, input, 'unknown outcome, and reading back is refused');
    return await waitToRead(context, input, error);
  }
}

const tryAgain = async (context: LaneContext, { lane, outbound }: SendInput): Promise<void> =>
  await retryLater({
    lane,
    outbound,
    nextAttemptAt: context.now(),
    reason: 'read back: it was not stored',
    counted: true,
  });

async function waitToRead(
  context: LaneContext,
  input: SendInput,
  error: UpstreamError,
): Promise<SendOutcome> {
  const { lane, outbound } = input;
  if (context.now() > outbound.expiresAt)
    return await giveUp(context, input, `unknown outcome, and reading back fails: ${error.kind}`);
  const settleAt = later(context.now(), error.retryAfterMs ?? readAgainMs);
  await lane.scope.outbound.unknown(outbound.id, { settleAt, reason: error.message });
  return settleAt;
}
