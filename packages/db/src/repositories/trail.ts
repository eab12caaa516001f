import { parseJson } from '../parse-json.ts';
import type { TenantDb } from '../tenant-db.ts';
import { DeadLetters } from './dead-letters.ts';
import type {
  Place,
  Trail,
  TrailAttempt,
  TrailMessage,
  TrailOwnerChange,
  TrailReference,
  TrailReply,
  TrailSubject,
} from './trail-rows.ts';

/** The reading of one tenant's ledger for `why`: never any content. */
export class Trails {
  readonly #db: TenantDb;
  readonly #deadLetters: DeadLetters;

  constructor(db: TenantDb) {
    this.#db = db;
    this.#deadLetters = new DeadLetters(db);
  }

  async find(reference: TrailReference): Promise<Trail | null> {
    const subject = await this.#subject(reference);
    if (!subject) return null;
    const { connectionId, conversationId } = subject.row;
    const turnId = subject.type === 'turn' ? subject.row.id : subject.row.turnId;
    const turn =
      turnId === null ? null : ((await this.#turns().where('id', '=', turnId).executeTakeFirst()) ?? null);
    const merged = await this.#merged(subject, turnId);
    const replies = await this.#repliesTo(subject, turnId, merged);
    const messages = await this.#withAnswers(merged, replies);
    const since = [
      ...messages.map((row) => row.receivedAt),
      ...replies.map((row) => row.createdAt),
      ...(turn ? [turn.createdAt] : []),
    ];
    const sessionId = await this.#sessionId({ connectionId, conversationId });
    return {
      subject,
      sessionId,
      turn,
      messages,
      replies,
      letters: await this.#deadLetters.ofTrail([...messages, ...replies].map(({ id }) => id)),
      attempts: await this.#attempts([...(turn ? [turn.id] : []), ...replies.map((row) => row.id)]),
      ownerChanges:
        sessionId === null
          ? []
          : await this.#ownerChanges(sessionId, new Date(Math.min(...since.map(Number)))),
    };
  }

  /** A bot's own message comes back as an echo, and a choice is kept under the id of the bot's message: both mean the reply. */
  async #subject(reference: TrailReference): Promise<TrailSubject | null> {
    if (reference.by === 'channel-message') {
      const messages = this.#messages().where('channel_message_id', '=', reference.id).orderBy('id');
      const spoken = await messages
        .where('kind', 'in', ['customer-message', 'agent-message'])
        .executeTakeFirst();
      if (spoken) return { type: 'message', row: spoken };
      const reply = await this.#replies().where('channel_message_id', '=', reference.id).executeTakeFirst();
      if (reply) return { type: 'reply', row: toReply(reply) };
      const other = await messages.executeTakeFirst();
      return other ? { type: 'message', row: other } : null;
    }
    const message = await this.#messages().where('id', '=', reference.id).executeTakeFirst();
    if (message) return { type: 'message', row: message };
    const reply = await this.#replies().where('id', '=', reference.id).executeTakeFirst();
    if (reply) return { type: 'reply', row: toReply(reply) };
    const turn = await this.#turns().where('id', '=', reference.id).executeTakeFirst();
    return turn ? { type: 'turn', row: turn } : null;
  }

  async #merged(subject: TrailSubject, turnId: string | null): Promise<TrailMessage[]> {
    if (turnId !== null) {
      return await this.#messages()
        .where('connection_id', '=', subject.row.connectionId)
        .where('conversation_id', '=', subject.row.conversationId)
        .where('turn_id', '=', turnId)
        .orderBy('id')
        .execute();
    }
    if (subject.type === 'message') return [subject.row];
    const sourceId = subject.type === 'reply' ? subject.row.inboundId : null;
    return sourceId === null ? [] : await this.#messages().where('id', '=', sourceId).execute();
  }

  async #repliesTo(
    subject: TrailSubject,
    turnId: string | null,
    messages: readonly TrailMessage[],
  ): Promise<TrailReply[]> {
    const sources = messages.map((row) => row.id);
    const rows = await this.#replies()
      .where((eb) =>
        eb.or([
          ...(turnId === null ? [] : [eb('turn_id', '=', turnId)]),
          ...(sources.length === 0 ? [] : [eb('inbound_id', 'in', sources)]),
          eb('id', '=', subject.row.id),
        ]),
      )
      .orderBy('position')
      .limit(200)
      .execute();
    return rows.map(toReply);
  }

  /** With the engine's answers that the replies were made of. */
  async #withAnswers(merged: TrailMessage[], replies: readonly TrailReply[]): Promise<TrailMessage[]> {
    const missing = new Set(replies.flatMap((row) => row.inboundId ?? []));
    for (const row of merged) missing.delete(row.id);
    if (missing.size === 0) return merged;
    const answers = await this.#messages()
      .where('id', 'in', [...missing])
      .execute();
    return [...merged, ...answers].sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
  }

  async #attempts(subjectIds: readonly string[]): Promise<TrailAttempt[]> {
    if (subjectIds.length === 0) return [];
    return await this.#db
      .select('delivery_attempts')
      .where('subject_id', 'in', [...subjectIds])
      .select(['id', 'subject_id as subjectId', 'hop', 'number', 'outcome', 'status', 'detail'])
      .select(['duration_ms as durationMs', 'created_at as createdAt'])
      .orderBy('created_at')
      .orderBy('id')
      .limit(500)
      .execute();
  }

  async #ownerChanges(sessionId: string, since: Date): Promise<TrailOwnerChange[]> {
    return await this.#db
      .select('ownership_changes')
      .where('session_id', '=', sessionId)
      .where('created_at', '>=', since)
      .select(['id', 'to_owner as to', 'reason', 'actor', 'created_at as createdAt'])
      .orderBy('created_at')
      .orderBy('id')
      .limit(100)
      .execute();
  }

  async #sessionId(place: Place): Promise<string | null> {
    const row = await this.#db
      .select('chat_sessions')
      .where('connection_id', '=', place.connectionId)
      .where('conversation_id', '=', place.conversationId)
      .select('id')
      .executeTakeFirst();
    return row?.id ?? null;
  }

  #messages() {
    return this.#db
      .select('inbound_messages')
      .select([
        'id',
        'connection_id as connectionId',
        'conversation_id as conversationId',
        'kind',
        'state',
        'duplicates',
        'late',
      ])
      .select(['channel_message_id as channelMessageId', 'available_at as availableAt', 'turn_id as turnId'])
      .select([
        'end_kind as endKind',
        'end_reason as endReason',
        'ended_at as endedAt',
        'received_at as receivedAt',
      ]);
  }

  #turns() {
    return this.#db
      .select('turns')
      .select([
        'id',
        'connection_id as connectionId',
        'conversation_id as conversationId',
        'state',
        'config_version as configVersion',
      ])
      .select([
        'knowledge_left_out as knowledgeLeftOut',
        'taken_at as takenAt',
        'next_attempt_at as nextAttemptAt',
      ])
      .select([
        'deadline_at as deadlineAt',
        'end_kind as endKind',
        'end_reason as endReason',
        'ended_at as endedAt',
      ])
      .select('created_at as createdAt');
  }

  #replies() {
    return this.#db
      .select('outbound_messages')
      .select([
        'id',
        'connection_id as connectionId',
        'conversation_id as conversationId',
        'turn_id as turnId',
        'kind',
      ])
      .select([
        'inbound_id as inboundId',
        'state',
        'reason',
        'next_attempt_at as nextAttemptAt',
        'settle_at as settleAt',
      ])
      .select(['channel_message_id as channelMessageId', 'sent_at as sentAt', 'created_at as createdAt'])
      .select((eb) =>
        eb
          .case()
          .when('kind', 'in', ['action', 'handoff', 'assignment'])
          .then(eb.ref('payload'))
          .else(null)
          .end()
          .as('payload'),
      );
  }
}

/** Of a payload only the name of its step is told. */
function toReply({ payload, ...row }: Omit<TrailReply, 'step'> & { payload: string | null }): TrailReply {
  return { ...row, step: payload === null ? null : parseJson<{ step: string }>(payload).step };
}
