import type { Owner } from '@tandem/schemas';
import type { Statement } from '../statement.ts';
import type { TenantDb } from '../tenant-db.ts';

/** One thing that happened to a message or conversation, as the ledger shows it. Never content. */
export interface LedgerEvent {
  type: 'accepted' | 'turn' | 'ended' | 'queued' | 'shown' | 'owner' | 'dead';
  /** The row it is told from. */
  id: string;
  conversationId: number;
  at: Date;
  /** Of the message; of an owner's change the new owner. */
  kind: string | null;
  /** How it ended. */
  end: string | null;
  reason: string | null;
}

interface Since {
  /** Events from then on. */
  at: Date;
  /** Of rows made from then on: what is older is not looked through. */
  madeAt: Date;
}

/** What happened lately in one tenant: read only while somebody listens, along the primary keys, which rise in time. */
export class LedgerEvents {
  readonly #db: TenantDb;

  constructor(db: TenantDb) {
    this.#db = db;
  }

  /** In the order of time; what happened in one millisecond in the order of the flow. */
  async since(since: Since): Promise<LedgerEvent[]> {
    const answers = await this.#db.together([
      this.#heard(since),
      this.#turns(since),
      this.#said(since),
      this.#owners(since),
      this.#dead(since),
    ]);
    return answers.flat().sort((a, b) => a.at.getTime() - b.at.getTime());
  }

  #heard({ at, madeAt }: Since): Statement<LedgerEvent[]> {
    return this.#db.text<MessageRow, LedgerEvent[]>(
      `SELECT id, conversation_id, kind, received_at AS made_at, ended_at, end_kind, end_reason AS reason
       FROM inbound_messages
       WHERE tenant_id = ? AND id >= ? AND kind IN ('customer-message', 'choice', 'agent-message')
         AND (received_at >= ? OR ended_at >= ?)`,
      (tenantId) => [tenantId, firstIdOf(madeAt), at, at],
      ({ rows }) =>
        rows.flatMap((row) => [
          ...(row.made_at >= at
            ? [{ ...eventOf(row), type: 'accepted' as const, at: row.made_at, reason: null }]
            : []),
          ...(row.ended_at && row.ended_at >= at && row.kind !== 'agent-message'
            ? [{ ...eventOf(row), type: 'ended' as const, at: row.ended_at, end: row.end_kind }]
            : []),
        ]),
    );
  }

  #turns({ at, madeAt }: Since): Statement<LedgerEvent[]> {
    return this.#db.text<Row, LedgerEvent[]>(
      `SELECT id, conversation_id, NULL AS kind, created_at AS made_at, NULL AS reason FROM turns
       WHERE tenant_id = ? AND id >= ? AND created_at >= ?`,
      (tenantId) => [tenantId, firstIdOf(madeAt), at],
      ({ rows }) => rows.map((row) => ({ ...eventOf(row), type: 'turn', at: row.made_at })),
    );
  }

  #said({ at, madeAt }: Since): Statement<LedgerEvent[]> {
    return this.#db.text<ReplyRow, LedgerEvent[]>(
      `SELECT id, conversation_id, kind, created_at AS made_at, sent_at, state, NULL AS reason FROM outbound_messages
       WHERE tenant_id = ? AND id >= ? AND (created_at >= ? OR sent_at >= ?)`,
      (tenantId) => [tenantId, firstIdOf(madeAt), at, at],
      ({ rows }) =>
        rows.flatMap((row) => [
          ...(row.made_at >= at ? [{ ...eventOf(row), type: 'queued' as const, at: row.made_at }] : []),
          ...(row.state === 'sent' && row.sent_at && row.sent_at >= at
            ? [{ ...eventOf(row), type: 'shown' as const, at: row.sent_at }]
            : []),
        ]),
    );
  }

  #owners({ at, madeAt }: Since): Statement<LedgerEvent[]> {
    return this.#db.text<Row & { kind: Owner }, LedgerEvent[]>(
      `SELECT o.id, s.conversation_id, o.to_owner AS kind, o.created_at AS made_at, o.reason
       FROM ownership_changes o JOIN chat_sessions s ON s.tenant_id = o.tenant_id AND s.id = o.session_id
       WHERE o.tenant_id = ? AND s.tenant_id = ? AND o.id >= ? AND o.created_at >= ?`,
      (tenantId) => [tenantId, tenantId, firstIdOf(madeAt), at],
      ({ rows }) => rows.map((row) => ({ ...eventOf(row), type: 'owner', at: row.made_at })),
    );
  }

  #dead({ at, madeAt }: Since): Statement<LedgerEvent[]> {
    return this.#db.text<Row, LedgerEvent[]>(
      `SELECT id, conversation_id, kind, died_at AS made_at, reason FROM dead_letters
       WHERE tenant_id = ? AND id >= ? AND died_at >= ?`,
      (tenantId) => [tenantId, firstIdOf(madeAt), at],
      ({ rows }) => rows.map((row) => ({ ...eventOf(row), type: 'dead', at: row.made_at })),
    );
  }
}

interface Row {
  id: string;
  conversation_id: number;
  kind: string | null;
  made_at: Date;
  reason: string | null;
}

type MessageRow = Row & { ended_at: Date | null; end_kind: string | null };
type ReplyRow = Row & { sent_at: Date | null; state: string };

const eventOf = (row: Row) => ({
  id: row.id,
  conversationId: row.conversation_id,
  kind: row.kind,
  end: null,
  reason: row.reason,
});

/** The lowest UUIDv7 of a moment (RFC 9562 §5.7). */
function firstIdOf(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
