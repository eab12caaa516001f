import type { NewInbound, Session, Statement, TenantScope, Turn } from '@tandem/db';
import type { Taken } from '@tandem/integrations/contract';
import type { InboundId } from '@tandem/schemas';
import { questionOf } from '../handoff/question-of.ts';
import type { LaneContext } from '../lanes/context.ts';
import { later, latest } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { noteAttempt } from '../lanes/note-attempt.ts';
import type { Heard } from './hear.ts';
import { mergeMessages } from './merge-messages.ts';

/** What the engine took late gets at least this long for its reply. */
const replyMinMs = 5_000;

interface RecordTaken {
  lane: HeldLane;
  turn: Turn;
  session: Session;
  /** What the turn merged. */
  heard: readonly Heard[];
  taken: Taken;
  startedAtMs: number;
}

/** Replies that came in the same call are stored under this source: canonical JSON of an `EngineReply`. */
export const canonicalSource = 'reply';

/** The engine has the turn; what it answered in the same call is stored in the same commit. */
export async function recordTaken(context: LaneContext, input: RecordTaken): Promise<void> {
  const { lane, turn, taken } = input;
  const at = context.now();
  const record = (scope: TenantScope): Statement<void> =>
    scope.turns.taken(turn, toTaken(turn, { heard: input.heard, takenAtMs: taken.takenAtMs, at }));
  if (taken.replies)
    await lane.scope.transaction((scope) =>
      storeReplies(context, { ...input, scope, record: record(scope) }),
    );
  else lane.note(record(lane.scope));
  if (taken.replies) context.wake([{ ...lane.key, direction: 'to-channel' }]);
  const { tenantId, conversationId } = lane.key;
  const { startedAtMs } = input;
  const durationMs = noteAttempt(context, { lane, subject: turn, hop: 'engine', error: null, startedAtMs });
  context.log.info({ tenantId, conversationId, turnId: turn.id, outcome: 'taken', durationMs }, 'turn taken');
}

/** What is written down of a turn that the engine has, or may have. */
export const toTaken = (
  turn: Turn,
  { heard, takenAtMs, at }: { heard: readonly Heard[]; takenAtMs: number | null; at: Date },
) => ({
  takenAt: new Date(takenAtMs ?? at.getTime()),
  checkAt: latest(turn.deadlineAt, later(at, replyMinMs)),
  newestMessageId: turn.channelMessageId ?? 0,
  question: { digest: questionOf(mergeMessages(heard)), at: at.toISOString() },
  at,
});

async function storeReplies(
  context: LaneContext,
  input: RecordTaken & { scope: TenantScope; record: Statement<void> },
): Promise<void> {
  const { lane, scope, record } = input;
  const wake = scope.lanes.touch({ ...lane.key, direction: 'to-channel' }, context.now());
  const replies = scope.inbound.add(repliesOf(context, input));
  const [isOurs] = await scope.together([lane.renewal(scope), record, wake, ...replies]);
  lane.prove(isOurs);
}

/** No replies at all in an answer is an answer too: an empty one, which ends the turn as silent. */
function repliesOf(context: LaneContext, input: RecordTaken): Omit<NewInbound, 'tenantId'>[] {
  const { lane, turn, taken } = input;
  if (!taken.replies) return [];
  const nothing = { id: null, createdAtMs: null, contents: [], handoff: null, fallback: false, actions: [] };
  const replies = taken.replies.length > 0 ? taken.replies : [nothing];
  return replies.map((reply, index) => ({
    connectionId: lane.key.connectionId,
    conversationId: lane.key.conversationId,
    id: context.newId<InboundId>(),
    kind: 'reply',
    source: canonicalSource,
    channelMessageId: null,
    dedupeKey: `answer.${turn.id}.${index}`,
    receivedAt: context.now(),
    availableAt: null,
    body: Buffer.from(JSON.stringify(reply)),
    wakes: 'to-channel',
    effect: null,
  }));
}
