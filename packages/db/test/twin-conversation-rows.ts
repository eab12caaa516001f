import type { TenantTables } from '../src/schema/tables.ts';
import { type Rows, seededAt, type Twin, twin, twinOffered } from './twin.ts';

type ConversationTables = Pick<
  TenantTables,
  | 'chat_sessions'
  | 'dead_letters'
  | 'delivery_attempts'
  | 'inbound_messages'
  | 'lanes'
  | 'outbound_messages'
  | 'ownership_changes'
  | 'turns'
>;
const later = new Date('2030-01-01T00:00:00.000Z');

/** One conversation with a message taken, one waiting, a turn and two replies. */
export function conversationRows({ tenantId, marker, inboxId, more }: Twin): Rows<ConversationTables> {
  const own = { tenant_id: tenantId };
  const { connectionId: connection_id, conversationId: conversation_id, sessionId: session_id } = twin;
  const place = { ...own, connection_id, conversation_id };
  const message = {
    ...place,
    source: 'chatwoot',
    received_at: seededAt,
    body: Buffer.from(JSON.stringify({ marker })),
    available_at: null,
    end_reason: null,
    end_kind: null,
    ended_at: null,
  };
  const reply = {
    ...place,
    session_id,
    turn_id: twin.turnId,
    inbound_id: twin.takenInboundId,
    kind: 'reply' as const,
    payload: JSON.stringify({ type: 'text', text: marker }),
    reason: marker,
    next_attempt_at: null,
    expires_at: later,
    claimed_at: null,
    settle_at: null,
    channel_message_id: null,
    sent_at: null,
    created_at: seededAt,
  };
  const turn = {
    ...place,
    id: twin.turnId,
    session_id,
    engine_conversation_id: twin.engineConversationId,
    state: 'sending' as const,
    config_version: 1,
    channel_message_id: 10,
    taken_at: null,
    next_attempt_at: null,
    deadline_at: later,
    check_at: null,
    end_kind: null,
    end_reason: marker,
    ended_at: null,
    created_at: seededAt,
  };
  return {
    chat_sessions: [
      {
        ...place,
        id: session_id,
        inbox_id: inboxId,
        contact_id: 1,
        contact_name: marker,
        engine_user_id: twin.engineUserId,
        engine_conversation_id: twin.engineConversationId,
        engine_generation: 1,
        engine_open: 1,
        owner: 'bot',
        owner_reason: marker,
        owner_actor: 'tandem',
        owner_since: seededAt,
        owner_as_of: seededAt,
        last_taken_message_id: 1,
        fallback_at: null,
        last_position: 3,
        offered_choices: JSON.stringify(twinOffered),
        fallbacks: null,
        last_question: JSON.stringify({ digest: marker, at: seededAt.toISOString() }),
        out_of_hours_at: null,
        last_activity_at: seededAt,
        created_at: seededAt,
      },
    ],
    dead_letters: [
      {
        ...place,
        id: twin.deadReplyId,
        direction: 'to-channel',
        kind: 'reply',
        reason: marker,
        died_at: seededAt,
        state: 'dead',
        settled_by: null,
        settled_why: null,
        settled_at: null,
      },
    ],
    delivery_attempts: [
      {
        ...own,
        id: twin.anyId,
        subject_id: twin.turnId,
        hop: 'engine',
        number: 1,
        outcome: 'ok',
        status: 200,
        detail: marker,
        duration_ms: 1,
        worker: 'w',
        created_at: seededAt,
      },
    ],
    inbound_messages: [
      {
        ...message,
        id: twin.pendingInboundId,
        kind: 'customer-message',
        state: 'pending',
        channel_message_id: 11,
        dedupe_key: 'pending',
        turn_id: null,
      },
      {
        ...message,
        id: twin.takenInboundId,
        kind: 'customer-message',
        state: 'in-turn',
        channel_message_id: 10,
        dedupe_key: 'taken',
        turn_id: twin.turnId,
      },
      {
        ...message,
        id: twin.widgetOpeningId,
        conversation_id: twin.visitorLane,
        kind: 'widget-open',
        state: 'pending',
        channel_message_id: null,
        dedupe_key: 'widget-open',
        turn_id: null,
      },
      ...(more
        ? [
            {
              ...message,
              id: twin.anyId,
              kind: 'customer-message',
              state: 'pending' as const,
              channel_message_id: 99,
              dedupe_key: 'more',
              turn_id: null,
            },
          ]
        : []),
    ],
    lanes: [
      { ...place, direction: 'to-engine', due_at: seededAt, lease_owner: null, lease_until: null },
      {
        ...place,
        direction: 'to-channel',
        due_at: seededAt,
        lease_owner: marker,
        lease_token: twin.heldToken,
        lease_until: later,
      },
    ],
    outbound_messages: [
      { ...reply, id: twin.pendingReplyId, position: 1, state: 'pending' },
      { ...reply, id: twin.sendingReplyId, position: 2, state: 'sending', claimed_at: seededAt },
      { ...reply, id: twin.deadReplyId, position: 3, state: 'dead', turn_id: null },
    ],
    ownership_changes: [
      {
        ...own,
        id: twin.anyId,
        session_id,
        from_owner: null,
        to_owner: 'bot',
        reason: marker,
        actor: 'tandem',
        cause_id: null,
        created_at: seededAt,
      },
    ],
    turns: more ? [turn, { ...turn, id: twin.anyId }] : [turn],
  };
}
