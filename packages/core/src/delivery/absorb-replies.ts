import type { Outbound, PendingInbound, Session, Statement, TenantScope, Turn } from '@tandem/db';
import type { InboundId, OutboundId } from '@tandem/schemas';
import { handoffRequestOf } from '../handoff/hand-over-as-asked.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { earliest, later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { repliesMax } from '../lanes/look.ts';
import { unreadableEnd } from '../routing/hear.ts';
import { mayBeShown } from '../typing/may-be-shown.ts';
import { absorbReply } from './absorb-reply.ts';
import { attributeReply } from './attribute-reply.ts';
import { isLooping } from './break-loop.ts';
import { type ReadReply, readReplies } from './read-replies.ts';

/**
 * Whose answer a reply is shows once the engine's time of the turn is known. A worker that went away in between has its turn
 * looked up by another within its lease and a sweep: held longer than both.
 */
const heldMaxMs = 30_000;
const lookAgainMs = 300;

interface AbsorbReplies {
  lane: HeldLane;
  tenant: TenantView | null;
  session: Session | null;
  turns: Turn[];
  /** Stored replies, in the order of arrival. */
  pending: readonly PendingInbound[];
  /** Whether nothing waits to be carried before them. */
  isNext: boolean;
}

interface Absorbed {
  /** What they made to be carried; null when more than that changed and is to be read again. */
  added: Outbound[] | null;
  /** The first of them, when it was claimed in the same commit. */
  claimedId: OutboundId | null;
  /** When to look again for replies still gathering; null when none is left. */
  againAt: Date | null;
}

/** Turns stored replies into messages to be carried, in the bot's order. `turns` come to be what it makes of them. */
export async function absorbReplies(context: LaneContext, input: AbsorbReplies): Promise<Absorbed> {
  const { lane, pending } = input;
  const now = context.now();
  const gathering = pending.filter(({ availableAt }) => availableAt !== null && availableAt > now);
  const gathered = pending.filter((reply) => !gathering.includes(reply));
  const gatheredAt = earliest(...gathering.map(({ availableAt }) => availableAt));
  if (gathered.length === 0) return { added: [], claimedId: null, againAt: gatheredAt };
  const { replies, unreadable } = readReplies(context.integrations, gathered);
  const early = replies.findIndex((reply) => isTooEarly(context, { turns: input.turns, reply }));
  const ready = early < 0 ? replies : replies.slice(0, early);
  const absorbing = { ...input, ready, unreadable };
  const made = isPlain(absorbing)
    ? await absorbInPacket(context, absorbing)
    : await absorbInTransaction(context, absorbing);
  if (!made) return { added: null, claimedId: null, againAt: now };
  lane.head = null;
  const { turns, added, claimedId } = made;
  input.turns.splice(0, input.turns.length, ...turns);
  if (early >= 0) return { added, claimedId, againAt: later(context.now(), lookAgainMs) };
  return { added, claimedId, againAt: pending.length === repliesMax ? context.now() : gatheredAt };
}

/** As `Absorbed`, with what the turns came to be. */
type Outcome = Omit<Absorbed, 'againAt'> & { turns: Turn[] };

interface Absorbing extends AbsorbReplies {
  ready: readonly ReadReply[];
  unreadable: readonly InboundId[];
}

/** Null: what they stand on is gone, and nothing of it happened. */
async function absorbInPacket(context: LaneContext, input: Absorbing): Promise<Outcome | null> {
  const { lane, tenant, isNext } = input;
  const { turns, steps, added } = await draft(context, input, lane.scope);
  const [first] = isNext && tenant?.active ? added : [];
  const claim = first ? [claimOf(context, lane, first)] : [];
  // The lane comes last, as where an echo is stored, so that the two never wait for each other in a circle.
  const answers = await lane.attempt([...steps, ...claim, lane.hold()]);
  if (!answers) return null;
  lane.prove(answers.at(-1) === true);
  return { turns, added, claimedId: first && answers.at(-2) === true ? first.id : null };
}

const claimOf = (context: LaneContext, lane: HeldLane, { id, sessionId }: Outbound): Statement<boolean> =>
  lane.scope.outbound.claimAppended(id, { sessionId, kind: 'reply', owner: 'bot', at: context.now() });

async function absorbInTransaction(context: LaneContext, input: Absorbing): Promise<Outcome> {
  const { lane } = input;
  return await lane.scope.transaction(async (scope) => {
    const { turns, steps } = await draft(context, input, scope);
    const answers = await scope.together([...steps, lane.renewal(scope)]);
    lane.prove(answers.at(-1) === true);
    return { turns, added: null, claimedId: null };
  });
}

/** What replies come to. */
interface Draft {
  turns: Turn[];
  steps: Statement<unknown>[];
  added: Outbound[];
}

async function draft(context: LaneContext, input: Absorbing, scope: TenantScope): Promise<Draft> {
  const { ready, unreadable } = input;
  const turns = input.turns.map((turn) => ({ ...turn }));
  const session = input.session && { ...input.session };
  const steps: Statement<unknown>[] = [];
  const added: Outbound[] = [];
  if (unreadable.length > 0) steps.push(scope.inbound.end(unreadable, unreadableEnd, context.now()));
  const streak = { said: session?.botStreak ?? 0, isBroken: false };
  for (const reply of ready)
    await absorbReply(context, { ...input, session, turns, scope, steps, added, streak, reply });
  if (session && turns.some((turn) => turn.state === 'ended' && mayBeShown(context, turn)))
    steps.push(scope.sessions.progress(session.id, { typing: true }));
  return { turns, steps, added };
}

/** Whether replies come to no more than their messages: none asks for more, nor can one break a loop. */
function isPlain({ ready, session, tenant }: Absorbing): boolean {
  if (ready.some(addsMore)) return false;
  const before = ready.slice(0, -1).map(({ reply }) => reply.contents.length);
  const said = before.reduce((sum, count) => sum + count, session?.botStreak ?? 0);
  return !(session && isLooping({ tenant, session, said }));
}

/** Handoffs, which fallbacks may come to, and actions queue more than the reply's own messages. */
const addsMore = ({ reply }: ReadReply): boolean =>
  handoffRequestOf(reply) !== null || reply.fallback || reply.actions.length > 0;

/** A turn that is still on its way is answered by nothing: what came too early waits, so that no turn ends untold. */
function isTooEarly(context: LaneContext, input: { turns: readonly Turn[]; reply: ReadReply }): boolean {
  const { turns, reply } = input;
  const turn = attributeReply(turns, reply.createdAtMs);
  if (turn?.state !== 'sending') return false;
  return reply.createdAtMs === null || context.now() < later(reply.receivedAt, heldMaxMs);
}
