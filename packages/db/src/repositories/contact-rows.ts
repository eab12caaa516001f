import type { ConversationKey, SessionId } from '@tandem/schemas';
import { sql } from 'kysely';
import type { TenantDb } from '../tenant-db.ts';
import { deleteRows } from './delete-rows.ts';
import { withoutText } from './without-text.ts';

type Conversation = Omit<ConversationKey, 'tenantId'>;

/** How many rows of each table went, by name. */
export type Removed = Record<string, number>;

const rowsPerStatement = 500;
/** The end of a message whose content was erased. */
const erasedEnd = { kind: 'suppressed', reason: 'the contact was erased' } as const;

/**
 * The removal of what one tenant holds of one conversation, in batches. Whoever calls it holds both lanes. Of messages the row
 * stays, without its body, so that a webhook that comes late is known for a repetition.
 */
export class ContactRows {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** One batch; nothing removed: nothing is left but the session. */
  async remove(key: Conversation, at: Date): Promise<Removed> {
    const outbound = await this.#idsOf('outbound_messages', key);
    const turns = await this.#idsOf('turns', key);
    const subjects = [...outbound, ...turns];
    const removed: Removed = {
      inbound_messages: await this.#blank(key, at),
      delivery_attempts: await deleteRows(this.#db, {
        table: 'delivery_attempts',
        column: 'subject_id',
        ids: subjects,
      }),
      outbound_messages: await deleteRows(this.#db, {
        table: 'outbound_messages',
        column: 'id',
        ids: outbound,
      }),
      turns: await deleteRows(this.#db, { table: 'turns', column: 'id', ids: turns }),
      dead_letters: await this.#deleteLetters(key),
      audit_log: await this.#scrub(subjects),
    };
    return onlySome(removed);
  }

  /**
   * Leaves of the session what a late webhook is known by, under new ids at the engine. Answers null when there is no session.
   */
  async forgetSession(
    sessionId: SessionId,
    input: { engineUserId: string; engineConversationId: string; generation: number; at: Date },
  ): Promise<Removed> {
    const { engineUserId, engineConversationId, generation, at } = input;
    const heard = await this.#db
      .select('chat_sessions')
      .innerJoin('inbound_messages as i', (join) =>
        join
          .onRef('i.tenant_id', '=', 'chat_sessions.tenant_id')
          .onRef('i.connection_id', '=', 'chat_sessions.connection_id')
          .onRef('i.conversation_id', '=', 'chat_sessions.conversation_id'),
      )
      .where('chat_sessions.id', '=', sessionId)
      .select((eb) => eb.fn.max<number | null>('i.channel_message_id').as('newest'))
      .executeTakeFirst();
    const newest = heard?.newest ?? null;
    const changed = await this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .set({
        ...{ contact_id: null, contact_name: null, locale: null, offered_choices: null, fallbacks: null },
        ...{ last_question: null, fallback_at: null, out_of_hours_at: null, owner_reason: erasedEnd.reason },
        ...{
          unattended_at: null,
          resume_at: null,
          tell_bot_at: null,
          engine_open: 0,
          typing: 0,
          bot_streak: 0,
        },
        ...{ engine_user_id: engineUserId, engine_conversation_id: engineConversationId },
        ...{ engine_generation: generation, last_activity_at: at, erased_at: at },
        erased_message_id: sql<number>`NULLIF(GREATEST(COALESCE(erased_message_id, 0), ${newest ?? 0}), 0)`,
      })
      .executeTakeFirst();
    const owners = this.#db.delete('ownership_changes').where('session_id', '=', sessionId);
    return onlySome({
      chat_sessions: Number(changed.numUpdatedRows),
      ownership_changes: Number((await owners.executeTakeFirst()).numDeletedRows),
      audit_log: await this.#scrub([sessionId]),
    });
  }

  /** One batch of a visitor who has no conversation, all under minus his contact's id; with the last one his lane goes. */
  async removeVisitor(key: Conversation): Promise<Removed> {
    const openings = this.#of('inbound_messages', key).limit(rowsPerStatement);
    const inbound_messages = Number((await openings.executeTakeFirst()).numDeletedRows);
    if (inbound_messages === rowsPerStatement) return { inbound_messages };
    const lanes = await this.#of('lanes', key).executeTakeFirst();
    return onlySome({ inbound_messages, lanes: Number(lanes.numDeletedRows) });
  }

  /**
   * Takes a text that only a person has (an address, a number, an id) out of what was recorded of changes: out of texts alone, and
   * where it stands as a whole, as such an id may be a digit or a word.
   */
  async scrubText(text: string): Promise<Removed> {
    const quoted = JSON.stringify(text).slice(1, -1);
    const holds = (column: 'before_value' | 'after_value') =>
      sql<boolean>`LOCATE(LOWER(${quoted}), LOWER(COALESCE(${sql.ref(column)}, ''))) > 0`;
    let changed = 0;
    for (let afterId: string | undefined = ''; afterId !== undefined; ) {
      const rows: { id: string; before_value: string | null; after_value: string | null }[] = await this.#db
        .select('audit_log')
        .where('id', '>', afterId)
        .where((eb) => eb.or([holds('before_value'), holds('after_value')]))
        .select(['id', 'before_value', 'after_value'])
        .orderBy('id')
        .limit(rowsPerStatement)
        .execute();
      for (const row of rows) {
        const before_value = withoutText(row.before_value, text);
        const after_value = withoutText(row.after_value, text);
        if (before_value === row.before_value && after_value === row.after_value) continue;
        await this.#db
          .update('audit_log')
          .where('id', '=', row.id)
          .set({ before_value, after_value })
          .execute();
        changed += 1;
      }
      afterId = rows.length < rowsPerStatement ? undefined : rows.at(-1)?.id;
    }
    return onlySome({ audit_log: changed });
  }

  async #blank(key: Conversation, at: Date): Promise<number> {
    const { kind, reason } = erasedEnd;
    const result = await this.#db
      .update('inbound_messages')
      .where('connection_id', '=', key.connectionId)
      .where('conversation_id', '=', key.conversationId)
      .where('body', '<>', Buffer.alloc(0))
      .set({
        body: Buffer.alloc(0),
        state: 'ended',
        end_kind: kind,
        end_reason: reason,
        ended_at: at,
        turn_id: null,
      })
      .limit(rowsPerStatement)
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  async #deleteLetters(key: Conversation): Promise<number> {
    const letters = this.#of('dead_letters', key).limit(rowsPerStatement);
    return Number((await letters.executeTakeFirst()).numDeletedRows);
  }

  async #idsOf(table: 'outbound_messages' | 'turns', key: Conversation): Promise<string[]> {
    const rows = await this.#db
      .select(table)
      .where('connection_id', '=', key.connectionId)
      .where('conversation_id', '=', key.conversationId)
      .select('id')
      .limit(rowsPerStatement)
      .execute();
    return rows.map(({ id }) => id);
  }

  #of(table: 'inbound_messages' | 'lanes' | 'dead_letters', key: Conversation) {
    return this.#db
      .delete(table)
      .where('connection_id', '=', key.connectionId)
      .where('conversation_id', '=', key.conversationId);
  }

  /** What was recorded of changes to these things: that there was one stays, what it was goes. */
  async #scrub(ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    const result = await this.#db
      .update('audit_log')
      .where(sql<string>`SUBSTRING_INDEX(subject, ':', -1)`, 'in', ids)
      .where((eb) => eb.or([eb('before_value', 'is not', null), eb('after_value', 'is not', null)]))
      .set({ before_value: null, after_value: null })
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }
}

const onlySome = (removed: Removed): Removed =>
  Object.fromEntries(Object.entries(removed).filter(([, count]) => count > 0));
