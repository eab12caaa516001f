import { randomInt } from 'node:crypto';
import { newId } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import { afterAll, describe, expect, it } from 'vitest';
import { openStores } from '../../test/run-cases.ts';
import { TenantDb } from '../tenant-db.ts';

const { database, behind, close } = openStores();
afterAll(close);

const second = (count: number) => new Date(Date.parse('2026-03-02T09:00:00.000Z') + count * 1_000);

/** A burst of two messages that became one turn, its answer and its reply; and a message of the next turn. */
async function seed() {
  const tenantId = newId<TenantId>();
  const db = new TenantDb(behind, tenantId);
  const [connectionId, sessionId, turnId] = [newId<string>(), newId<string>(), newId<string>()];
  const [firstId, secondId, answerId, echoId, nextId, replyId] = Array.from({ length: 6 }, () =>
    newId<string>(),
  );
  const messageId = randomInt(1, 2 ** 31);
  const place = { connection_id: connectionId, conversation_id: 9_876 };
  const inbound = (id: string | undefined, more: object) => ({
    ...place,
    id: String(id),
    kind: 'customer-message',
    source: 'chatwoot',
    channel_message_id: null,
    dedupe_key: String(id),
    state: 'ended' as const,
    available_at: null,
    turn_id: null,
    end_kind: 'answered',
    end_reason: 'seen',
    ended_at: second(9),
    received_at: second(0),
    body: Buffer.from('words'),
    ...more,
  });
  await db
    .insert('inbound_messages', [
      inbound(firstId, { channel_message_id: messageId, turn_id: turnId, duplicates: 2 }),
      inbound(secondId, {
        channel_message_id: messageId + 1,
        turn_id: turnId,
        received_at: second(1),
        late: 1,
      }),
      inbound(answerId, { kind: 'reply', source: 'chat_api', received_at: second(5) }),
      inbound(echoId, { kind: 'echo', channel_message_id: messageId + 2, received_at: second(8) }),
      inbound(nextId, {
        channel_message_id: messageId + 3,
        turn_id: newId<string>(),
        received_at: second(9),
      }),
    ])
    .execute();
  await db
    .insert('turns', [
      {
        ...place,
        id: turnId,
        session_id: sessionId,
        engine_conversation_id: 'c',
        state: 'ended',
        config_version: 7,
        channel_message_id: messageId + 1,
        taken_at: second(3),
        next_attempt_at: null,
        deadline_at: second(75),
        check_at: null,
        end_kind: 'answered',
        end_reason: 'seen',
        ended_at: second(9),
        created_at: second(2),
      },
    ])
    .execute();
  await db
    .insert('outbound_messages', [
      {
        ...place,
        id: String(replyId),
        session_id: sessionId,
        position: 1,
        turn_id: turnId,
        inbound_id: String(answerId),
        kind: 'reply',
        payload: '{}',
        state: 'sent',
        reason: null,
        next_attempt_at: null,
        expires_at: second(1_800),
        claimed_at: second(7),
        settle_at: null,
        channel_message_id: messageId + 2,
        sent_at: second(7),
        created_at: second(6),
      },
    ])
    .execute();
  const attempt = { number: 1, outcome: 'ok', status: 200, detail: null, duration_ms: 5, worker: 'w' };
  await db
    .insert('delivery_attempts', [
      { ...attempt, id: newId(), subject_id: String(replyId), hop: 'channel', created_at: second(7) },
      { ...attempt, id: newId(), subject_id: turnId, hop: 'engine', created_at: second(3) },
      { ...attempt, id: newId(), subject_id: newId(), hop: 'engine', created_at: second(3) },
    ])
    .execute();
  const change = { session_id: sessionId, reason: 'asked for', actor: 'platform', cause_id: null };
  await db
    .insert('ownership_changes', [
      { ...change, id: newId(), from_owner: 'human', to_owner: 'bot', created_at: second(-60) },
      { ...change, id: newId(), from_owner: 'bot', to_owner: 'human', created_at: second(4) },
    ])
    .execute();
  await db
    .insert('chat_sessions', [
      {
        ...place,
        id: sessionId,
        inbox_id: 42,
        contact_id: null,
        contact_name: null,
        engine_user_id: 'u',
        engine_conversation_id: sessionId,
        engine_generation: 1,
        engine_open: 1,
        owner: 'human',
        owner_reason: 'asked for',
        owner_actor: 'platform',
        owner_since: second(4),
        last_taken_message_id: null,
        fallback_at: null,
        last_activity_at: second(7),
        created_at: second(0),
      },
    ])
    .execute();
  const { trails } = database.enter(tenantId);
  return { trails, sessionId, turnId, firstId, secondId, answerId, echoId, replyId, messageId };
}

describe('a trail', () => {
  it("holds all that tells about a message, found by Chatwoot's id", async () => {
    const seeded = await seed();
    const trail = await seeded.trails.find({ by: 'channel-message', id: seeded.messageId });
    expect(trail?.subject).toMatchObject({
      type: 'message',
      row: { id: seeded.firstId, duplicates: 2, late: 0 },
    });
    expect(trail?.sessionId).toBe(seeded.sessionId);
    expect(trail?.turn).toMatchObject({ id: seeded.turnId, configVersion: 7 });
    expect(trail?.messages.map(({ id }) => id)).toEqual([seeded.firstId, seeded.secondId, seeded.answerId]);
    expect(trail?.replies.map(({ id }) => id)).toEqual([seeded.replyId]);
    expect(trail?.attempts.map(({ hop }) => hop)).toEqual(['engine', 'channel']);
    expect(trail?.ownerChanges.map(({ to }) => to)).toEqual(['human']);
    expect(JSON.stringify(trail)).not.toContain('words');
  });

  it('is the same one for every id in it', async () => {
    const { trails, firstId, secondId, turnId, replyId, messageId } = await seed();
    const { subject: _, ...whole } = (await trails.find({ by: 'id', id: String(firstId) })) ?? {};
    for (const id of [secondId, turnId, replyId]) {
      expect(await trails.find({ by: 'id', id: String(id) })).toMatchObject(whole);
    }
    expect(await trails.find({ by: 'channel-message', id: messageId + 1 })).toMatchObject(whole);
  });

  it('asked for by the id of a message of the bot is that of the reply, not of its echo', async () => {
    const { trails, messageId, replyId } = await seed();
    const trail = await trails.find({ by: 'channel-message', id: messageId + 2 });
    expect(trail?.subject).toMatchObject({ type: 'reply', row: { id: replyId, state: 'sent' } });
  });

  it('of what nobody knows is none', async () => {
    const { trails, messageId } = await seed();
    expect(await trails.find({ by: 'channel-message', id: messageId + 1_000 })).toBeNull();
    expect(await trails.find({ by: 'id', id: newId() })).toBeNull();
  });
});
