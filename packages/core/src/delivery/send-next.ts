import type { Outbound } from '@tandem/db';
import { type ChannelClient, LeaseLost, UpstreamError } from '@tandem/integrations/contract';
import { zContent } from '@tandem/schemas';
import { handoffOverReason, isHandoffOver } from '../handoff/is-handoff-over.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { inSpan } from '../lanes/in-span.ts';
import { noteAttempt } from '../lanes/note-attempt.ts';
import { planChannelRetry } from '../retry/plan-retry.ts';
import { abandonedAt, settleAfterMs } from './abandoned-at.ts';
import { carryStep, isRepeatable } from './carry-step.ts';
import { giveUp } from './give-up.ts';
import { isWords, mayPass, ownerFor, statusOf } from './may-pass.ts';
import { retryLater } from './retry-later.ts';
import { settleUnknown } from './settle-unknown.ts';

const repeatAfterMs = 1_000;
const suspendedWaitMs = 60_000;
/** A change of the tenant is known everywhere within a second. */
const hearsayWaitMs = 1_000;

export interface SendInput {
  lane: HeldLane;
  tenant: TenantView | null;
  /** Null when the conversation's connection is gone. */
  client: ChannelClient | null;
  outbound: Outbound;
  /** Whether it was claimed as it was queued: `outbound` shows it from before. */
  isClaimed: boolean;
  /** Done while it is on its way; null: nothing. */
  beside: (() => Promise<unknown>) | null;
}

/** Until when the conversation has to wait; `sent`, or `settled` in another way: on to the next message. */
export type SendOutcome = Date | 'sent' | 'settled';

/** Brings one message as far as it goes now. */
export async function sendNext(context: LaneContext, input: SendInput): Promise<SendOutcome> {
  const { lane, outbound, client } = input;
  lane.head = { type: 'outbound', id: outbound.id, outbound };
  const now = context.now();
  switch (outbound.state) {
    case 'sending': {
      if (isRepeatable(outbound)) return await repeat(context, input);
      const settleAt = abandonedAt(outbound, now);
      await lane.scope.outbound.unknown(outbound.id, {
        settleAt,
        reason: 'the sender went away between send and record',
      });
      return settleAt;
    }
    case 'unknown':
      if (outbound.settleAt && outbound.settleAt > now) return outbound.settleAt;
      return await inSpan(context, spanOf('settle', input), () =>
        settleUnknown(context, { ...input, client }),
      );
    case 'pending':
      if (outbound.nextAttemptAt && outbound.nextAttemptAt > now) return outbound.nextAttemptAt;
      if (outbound.expiresAt < now) return await giveUp(context, input, 'not delivered within its time');
      if (!client) return await giveUp(context, input, 'there is no usable Chatwoot connection');
      return await inSpan(context, spanOf('deliver', input), () =>
        claimAndSend(context, { ...input, client }),
      );
    case 'sent':
    case 'suppressed':
    case 'dead':
      return 'settled';
  }
}

const spanOf = (name: 'deliver' | 'settle', { lane, outbound }: SendInput) => ({
  lane,
  name,
  turnId: outbound.turnId,
  subjectId: outbound.id,
  attempts: outbound.attempts,
});

/** What may be done twice is not looked up. */
async function repeat(context: LaneContext, { lane, outbound }: SendInput): Promise<Date> {
  const nextAttemptAt = later(context.now(), repeatAfterMs);
  await retryLater({
    lane,
    outbound,
    nextAttemptAt,
    reason: 'the sender went away between send and record',
    counted: true,
  });
  return nextAttemptAt;
}

async function suppress(input: SendInput, reason: string): Promise<'settled'> {
  await input.lane.scope.outbound.drop(input.outbound.id, { state: 'suppressed', reason });
  return 'settled';
}

async function claimAndSend(
  context: LaneContext,
  input: SendInput & { client: ChannelClient },
): Promise<SendOutcome> {
  const { lane, outbound } = input;
  if (!(input.isClaimed || (await claim(context, input)))) return await heldBack(context, input);
  const startedAtMs = performance.now();
  try {
    const [shown] = await Promise.all([write(context, input), input.beside?.()]);
    lane.note(
      lane.scope.outbound.sent(outbound.id, { channelMessageId: shown.messageId, at: context.now() }),
    );
    record(context, input, { error: null, degraded: shown.degraded, startedAtMs });
    return 'sent';
  } catch (error) {
    if (error instanceof LeaseLost) return await undo(context, input);
    if (!(error instanceof UpstreamError)) throw error;
    record(context, input, { error, startedAtMs });
    return await planNext(context, input, error);
  }
}

async function claim(context: LaneContext, { lane, outbound }: SendInput): Promise<boolean> {
  lane.guard();
  const { sessionId, kind } = outbound;
  const how = { sessionId, kind, owner: ownerFor(outbound), at: context.now() };
  const [isOurs] = await lane.send([lane.scope.outbound.claim(outbound.id, how)]);
  return isOurs;
}

async function heldBack(context: LaneContext, input: SendInput): Promise<SendOutcome> {
  const { lane, tenant, outbound } = input;
  if (!tenant?.active) return later(context.now(), suspendedWaitMs);
  const session = await lane.scope.sessions.find(lane.key);
  // No owner is in its way: the tenant was suspended, and this process has not heard of it yet.
  if (session && mayPass(outbound, session)) return later(context.now(), hearsayWaitMs);
  const reason = session?.ownerReason ?? '';
  const isGivenBack = outbound.kind === 'handoff-notice' && session?.owner === 'bot';
  if (isGivenBack || (session && isHandoffOver(outbound, session)))
    return await suppress(input, handoffOverReason);
  if (isWords(outbound)) return await suppress(input, `a human owns the conversation: ${reason}`);
  return await suppress(input, `the owner changed meanwhile: ${reason}`);
}

/** Nothing was written: a later look may send it. A lane that is another worker's by now is left to that one. */
async function undo(context: LaneContext, { lane, outbound }: SendInput): Promise<never> {
  const reason = 'the lane was lost before sending';
  await retryLater({ lane, outbound, nextAttemptAt: context.now(), reason, counted: false });
  throw new LeaseLost();
}

async function write(
  context: LaneContext,
  input: SendInput & { client: ChannelClient },
): Promise<{ messageId: number | null; degraded?: string }> {
  const { client, lane, outbound } = input;
  const { conversationId } = lane.key;
  if (outbound.kind === 'status') {
    await client.setStatus({ conversationId, status: statusOf(outbound) }, lane.guard);
    return { messageId: null };
  }
  if (!isWords(outbound)) return await carryStep(context, input);
  const content = zContent.parse(JSON.parse(outbound.payload));
  return await client.send({ conversationId, content, ref: outbound.id, private: false }, lane.guard);
}

async function planNext(context: LaneContext, input: SendInput, error: UpstreamError): Promise<SendOutcome> {
  const { lane, outbound } = input;
  const now = context.now();
  if (error.kind === 'unknown-outcome' && !isRepeatable(outbound)) {
    const settleAt = later(now, settleAfterMs);
    await lane.scope.outbound.unknown(outbound.id, { settleAt, reason: error.message });
    return !isWords(outbound) || (await isHead(input)) ? settleAt : 'sent';
  }
  const plan = planChannelRetry({
    error,
    attempts: outbound.attempts + 1,
    now,
    deadline: outbound.expiresAt,
    random: context.random(),
  });
  if (!plan.retry) return await giveUp(context, input, plan.reason);
  await retryLater({ lane, outbound, nextAttemptAt: plan.at, reason: error.message, counted: plan.counted });
  return plan.at;
}

/** Its echo may have overtaken the cut: then it is sent, and nothing waits for it. */
async function isHead({ lane, outbound }: SendInput): Promise<boolean> {
  const [head] = await lane.scope.outbound.open(lane.key, 1);
  return head?.id === outbound.id;
}

function record(
  context: LaneContext,
  input: SendInput,
  result: { error: UpstreamError | null; degraded?: string | undefined; startedAtMs: number },
): void {
  const { lane, outbound } = input;
  const { tenantId, conversationId } = lane.key;
  const { id: outboundId, kind } = outbound;
  const durationMs = noteAttempt(context, { lane, subject: outbound, hop: 'channel', ...result });
  const outcome = result.error?.kind ?? 'ok';
  context.log.info({ tenantId, conversationId, outboundId, kind, outcome, durationMs }, 'delivery attempted');
}
