import type { ConversationKey, InboundId, OutboundId, TurnId } from '@tandem/schemas';
import type { Selectable } from 'kysely';
import { type Page, type PageRequest, readPageBefore, toPage } from '../cursor.ts';
import type { DeadLettersTable } from '../schema/tables.ts';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';
import { type DeadLetter, type DeadLetterFilter, type Settling, toDeadLetter } from './dead-letter-rows.ts';

type Conversation = Omit<ConversationKey, 'tenantId'>;

/** What one tenant could not carry: written with each death, and settled once. */
export class DeadLetters {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** An OutboundMessage that is dead by now. */
  addReply(id: OutboundId, at: Date): Statement<void> {
    return this.#db.text(
      `INSERT INTO dead_letters (${written})
       SELECT o.tenant_id, o.id, 'to-channel', o.connection_id, o.conversation_id, o.kind, COALESCE(o.reason, ''), ?, 'dead'
       FROM outbound_messages o WHERE o.tenant_id = ? AND o.id = ? AND o.state = 'dead'
       ${again}`,
      (tenantId) => [at, tenantId, id],
      () => undefined,
    );
  }

  /** Messages of the customer that are dead by now and were in no turn. */
  addMessages(ids: readonly InboundId[], at: Date): Statement<void> {
    return this.#db.text(
      `INSERT INTO dead_letters (${written})
       SELECT ${ofMessage}, ?, 'dead' FROM inbound_messages i
       WHERE i.tenant_id = ? AND i.id IN (${places(ids)}) AND ${isDead}
       ${again}`,
      (tenantId) => [at, tenantId, ...ids],
      () => undefined,
    );
  }

  /** The messages of a turn, when it is dead by now. */
  addTurn(key: Conversation, turnId: TurnId, at: Date): Statement<void> {
    return this.#db.text(
      `INSERT INTO dead_letters (${written})
       SELECT ${ofMessage}, ?, 'dead' FROM inbound_messages i FORCE INDEX (lane)
       WHERE i.tenant_id = ? AND i.connection_id = ? AND i.conversation_id = ? AND i.state = 'ended'
         AND i.turn_id = ? AND ${isDead}
       ${again}`,
      (tenantId) => [at, tenantId, key.connectionId, key.conversationId, turnId],
      () => undefined,
    );
  }

  /** Those that nobody has settled, the newest message first. */
  async page(request: PageRequest & DeadLetterFilter): Promise<Page<DeadLetter>> {
    const { beforeId, rows } = readPageBefore(request);
    const found = await this.#dead(request)
      .where('id', '<', beforeId)
      .selectAll()
      .orderBy('id', 'desc')
      .limit(rows)
      .execute();
    return toPage(request, found, toDeadLetter);
  }

  /** The oldest of those that nobody has settled, as they are to be replayed. */
  async oldest(filter: DeadLetterFilter & { limit: number }): Promise<DeadLetter[]> {
    const rows = await this.#dead(filter).selectAll().orderBy('id').limit(filter.limit).execute();
    return rows.map(toDeadLetter);
  }

  /** How many nobody has settled. */
  async count(filter: DeadLetterFilter): Promise<number> {
    const { count } = await this.#dead(filter)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  async get(id: string): Promise<DeadLetter | null> {
    const row = await this.#db.select('dead_letters').where('id', '=', id).selectAll().executeTakeFirst();
    return row ? toDeadLetter(row) : null;
  }

  /** Of these, as they are told in trails. */
  ofTrail(ids: readonly string[]): Statement<DeadLetter[]> {
    if (ids.length === 0)
      return this.#db.text(
        'SELECT 1 FROM DUAL WHERE 1 = 0',
        () => [],
        () => [],
      );
    return this.#db.text<Selectable<DeadLettersTable>, DeadLetter[]>(
      `SELECT * FROM dead_letters WHERE tenant_id = ? AND id IN (${places(ids)})`,
      (tenantId) => [tenantId, ...ids],
      ({ rows }) => rows.map(toDeadLetter),
    );
  }

  /** One conditional update: whoever comes second finds nothing. Answers how many were still dead. */
  settle(ids: readonly string[], { state, by, why, at }: Settling): Statement<number> {
    return this.#db.text(
      `UPDATE dead_letters SET state = ?, settled_by = ?, settled_why = LEFT(?, 500), settled_at = ?
       WHERE tenant_id = ? AND id IN (${places(ids)}) AND state = 'dead'`,
      (tenantId) => [state, by.slice(0, 100), why, at, tenantId, ...ids],
      ({ affected }) => affected,
    );
  }

  #dead({ direction, reason, since }: DeadLetterFilter) {
    return this.#db
      .select('dead_letters')
      .where('state', '=', 'dead')
      .$if(direction !== undefined, (query) => query.where('direction', '=', direction ?? 'to-engine'))
      .$if(reason !== undefined, (query) => query.where('reason', 'like', `${escaped(reason ?? '')}%`))
      .$if(since !== undefined, (query) => query.where('died_at', '>=', since ?? new Date(0)));
  }
}

const written = 'tenant_id, id, direction, connection_id, conversation_id, kind, reason, died_at, state';
const ofMessage =
  "i.tenant_id, i.id, 'to-engine', i.connection_id, i.conversation_id, i.kind, COALESCE(i.end_reason, '')";
const isDead = "i.end_kind = 'dead' AND i.kind IN ('customer-message', 'choice')";
/** It was replayed and has died again. */
const again = `ON DUPLICATE KEY UPDATE reason = VALUES(reason), died_at = VALUES(died_at), state = 'dead',
         settled_by = NULL, settled_why = NULL, settled_at = NULL`;

const places = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
