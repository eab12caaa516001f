import type { InboundId } from '@tandem/schemas';
import { giveUp } from '../delivery/give-up.ts';
import { failMessage } from '../routing/fail-message.ts';
import { failTurn } from '../routing/fail-turn.ts';
import type { LaneContext } from './context.ts';
import type { HeldLane } from './held-lane.ts';
import type { LaneHead } from './lane-head.ts';

const failedReason = 'internal error';
/** It had been claimed: nobody knows whether it was shown before we failed. */
const inDoubtReason = 'unknown outcome: internal error';

interface EndHead {
  lane: HeldLane;
  head: LaneHead;
  /** Without what follows from an end, which failed as well. */
  bare: boolean;
}

/** What a lane fails at for good through a fault of ours is dead, so that it never blocks its conversation. */
export async function endHead(context: LaneContext, input: EndHead): Promise<void> {
  const { lane, head } = input;
  switch (head.type) {
    case 'turn':
      return await endTurn(context, { ...input, head });
    case 'message':
      return await endMessage(context, { ...input, id: head.id });
    case 'reply':
      await lane.scope.inbound.end([head.id], { kind: 'dead', reason: failedReason }, context.now());
      return;
    case 'outbound':
      return await endOutbound(context, { ...input, head });
  }
}

type HeadOf<Type extends LaneHead['type']> = Extract<LaneHead, { type: Type }>;

async function endTurn(context: LaneContext, input: EndHead & { head: HeadOf<'turn'> }): Promise<void> {
  const { lane, bare } = input;
  const { turn } = input.head;
  const { scope, key } = lane;
  // What has its end is only looked at again: for the last time.
  if (turn.state === 'ended') return await scope.turns.checkAt(turn.id, null);
  const session = await scope.sessions.find(key);
  if (session && !bare) {
    const tenant = await context.directory.view(key.tenantId);
    return await failTurn(context, { lane, tenant, turn, session, reason: failedReason });
  }
  const at = context.now();
  await scope.atomically([
    scope.turns.end(key, turn.id, { kind: 'dead', reason: failedReason }, at),
    scope.deadLetters.addTurn(key, turn.id, at),
  ]);
}

async function endMessage(context: LaneContext, input: EndHead & { id: InboundId }): Promise<void> {
  const { lane, id, bare } = input;
  const session = bare ? null : await lane.scope.sessions.find(lane.key);
  const tenant = session && (await context.directory.view(lane.key.tenantId));
  await failMessage(context, { lane, tenant, session, id, reason: failedReason });
}

async function endOutbound(
  context: LaneContext,
  { lane, head, bare }: EndHead & { head: HeadOf<'outbound'> },
): Promise<void> {
  const { scope, key } = lane;
  const now = (await scope.outbound.open(key, Number.MAX_SAFE_INTEGER)).find(({ id }) => id === head.id);
  if (!now) return;
  const reason = now.state === 'pending' ? failedReason : inDoubtReason;
  if (!bare) {
    const tenant = await context.directory.view(key.tenantId);
    const given = { lane, tenant, client: null, outbound: now, isClaimed: false, beside: null };
    await giveUp(context, given, reason);
    return;
  }
  await scope.atomically([
    scope.outbound.drop(head.id, { state: 'dead', reason }),
    scope.deadLetters.addReply(head.id, context.now()),
  ]);
}
