import type { SessionId } from '@tandem/schemas';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import type { FallbackStreak, OfferedChoices } from './session-rows.ts';

/** What the sessions of one tenant remember of their talk. */
export class ConversationMarks {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** The customer has these to choose from now, instead of what was offered before. */
  offer(sessionId: SessionId, offered: OfferedChoices): Statement<void> {
    const offer = this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .set({ offered_choices: JSON.stringify(offered) });
    return this.#db.statement(offer, () => undefined);
  }

  /** What was offered is answered; what was offered since then stays. */
  withdraw(sessionId: SessionId, offered: OfferedChoices): Statement<void> {
    const withdraw = this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .where('offered_choices', '=', JSON.stringify(offered))
      .set({ offered_choices: null });
    return this.#db.statement(withdraw, () => undefined);
  }

  fallbacks(sessionId: SessionId, streak: FallbackStreak): Statement<void> {
    const count = this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .set({ fallbacks: JSON.stringify(streak) });
    return this.#db.statement(count, () => undefined);
  }

  /** The customer was told that the tenant is closed. */
  toldClosed(sessionId: SessionId, at: Date): Statement<void> {
    const told = this.#db.update('chat_sessions').where('id', '=', sessionId).set({ out_of_hours_at: at });
    return this.#db.statement(told, () => undefined);
  }

  /** Marks the customer as welcomed; false when he was before. */
  async welcomed(sessionId: SessionId): Promise<boolean> {
    const result = await this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .where('welcomed', '=', 0)
      .set({ welcomed: 1 })
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }
}
