import type { Session, TenantScope, Turn } from '@tandem/db';
import { configDefaults, formatActor, type InboundId } from '@tandem/schemas';
import { handOver } from '../handoff/hand-over.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';

interface Streak {
  tenant: TenantView | null;
  session: Pick<Session, 'owner'>;
  /** What the bot has said since the engine last took a message of the customer. */
  said: number;
}

/**
 * Whether the bot has talked to itself for long enough: one more reply would come after `loopBreaker` messages in a row. One
 * reply is never cut in two, however much it says. Pure.
 */
export const isLooping = ({ tenant, session, said }: Streak): boolean =>
  session.owner === 'bot' && said >= (tenant?.config ?? configDefaults).loopBreaker;

/** Why a reply is not shown, and a human asked for. */
export const loopReason = (said: number): string =>
  `the bot sent ${said} messages in a row without one of the customer`;

interface BreakLoop {
  lane: HeldLane;
  scope: TenantScope;
  tenant: TenantView | null;
  session: Session;
  turn: Turn | null;
  replyId: InboundId;
  said: number;
}

/**
 * Hands the conversation of a looping bot to a human; what it said before still reaches the customer. Where handoff is switched off the bot is only not heard until the
 * customer writes again. `turn` comes to be what it makes of it; runs in a transaction.
 */
export async function breakLoop(context: LaneContext, input: BreakLoop): Promise<void> {
  const { lane, scope, session, turn, said } = input;
  const config = input.tenant?.config ?? configDefaults;
  const reason = loopReason(said);
  if (config.enableHumanHandoff) {
    await handOver(context, scope, {
      session,
      config,
      reason,
      actor: formatActor({ type: 'tandem' }),
      causeId: input.replyId,
      turnId: turn?.id ?? null,
      inboundId: input.replyId,
      request: null,
      said: false,
      locale: null,
    });
    await scope.outbound.keepAsNotices(session.id);
  }
  if (!turn) return;
  turn.state = 'ended';
  const kind = config.enableHumanHandoff ? 'handed-off' : 'suppressed';
  await scope.turns.end(lane.key, turn.id, { kind, reason }, context.now());
}
