import type { SessionId } from '@tandem/schemas';
import type { TenantDb } from '../tenant-db.ts';
import type { OfferedChoices } from './session-rows.ts';

/** What the sessions of one tenant remember of their talk. */
export class ConversationMarks {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** The customer has these to choose from now, instead of what was offered before. */
  async offer(sessionId: SessionId, offered: OfferedChoices): Promise<void> {
    await this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .set({ offered_choices: JSON.stringify(offered) })
      .execute();
  }

  /** What was offered is answered; what was offered since then stays. */
  async withdraw(sessionId: SessionId, offered: OfferedChoices): Promise<void> {
    await this.#db
      .update('chat_sessions')
      .where('id', '=', sessionId)
      .where('offered_choices', '=', JSON.stringify(offered))
      .set({ offered_choices: null })
      .execute();
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
