import type { ConversationKey, TenantId } from '@tandem/schemas';
import {
  type Compilable,
  CompiledQuery,
  type DeleteQueryBuilder,
  type DeleteResult,
  type Insertable,
  type InsertObject,
  type InsertQueryBuilder,
  type InsertResult,
  type Kysely,
  type QueryResult,
  type RawBuilder,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
  type Transaction,
  type UpdateQueryBuilder,
  type UpdateResult,
} from 'kysely';
import type { ReadConversation } from './conversation-rows.ts';
import { isDeadlock, isDuplicateKey, isGroundGone } from './db-errors.ts';
import type { SendPacket } from './gather-packets.ts';
import type { OnEnd } from './on-end.ts';
import type { ClaimedTables, Tables, TenantTables } from './schema/tables.ts';
import { type Given, type Merged, merge, type Shape } from './shape.ts';
import {
  type Answer,
  narrowResults,
  oneQuery,
  type ResultsOf,
  Statement,
  sendAtomically,
  sendTogether,
} from './statement.ts';

type TenantTable = keyof TenantTables & string;
type ClaimedTable = keyof ClaimedTables & string;
type OwnedTable = TenantTable | ClaimedTable;

/** A row to insert: the tenant is added here and can be named nowhere else. */
export type NewRow<Table extends OwnedTable> = Omit<InsertObject<Tables, Table>, 'tenant_id'>;

/**
 * SQL that begins with its tenant. Every statement made here has `tenant_id = ?` before a repository adds a word, and
 * every inserted row gets the tenant, so that no repository can forget it. Private to this package.
 */
export class TenantDb {
  readonly tenantId: TenantId;
  /** Told of each end that a statement gives. */
  readonly onEnd: OnEnd;
  readonly #db: Kysely<Tables>;
  readonly #send: SendPacket;

  /** `send`: how packets go that are a transaction of their own. */
  constructor(
    db: Kysely<Tables>,
    tenantId: TenantId,
    send: SendPacket = (packet) => sendAtomically(db, packet),
    onEnd: OnEnd = () => {},
  ) {
    this.#db = db;
    this.tenantId = tenantId;
    this.#send = send;
    this.onEnd = onEnd;
  }

  select<Table extends OwnedTable>(table: Table): SelectQueryBuilder<Tables, Table, object> {
    const query: SelectQueryBuilder<Tables, OwnedTable, object> = this.#db.selectFrom<OwnedTable>(table);
    return narrow<SelectQueryBuilder<Tables, Table, object>>(query.where(this.#owned(table)));
  }

  update<Table extends OwnedTable>(table: Table): UpdateQueryBuilder<Tables, Table, Table, UpdateResult> {
    const query = this.#db.updateTable<OwnedTable>(table).where(this.#owned(table));
    return narrow<UpdateQueryBuilder<Tables, Table, Table, UpdateResult>>(query);
  }

  delete<Table extends OwnedTable>(table: Table): DeleteQueryBuilder<Tables, Table, DeleteResult> {
    const query = this.#db.deleteFrom<OwnedTable>(table).where(this.#owned(table));
    return narrow<DeleteQueryBuilder<Tables, Table, DeleteResult>>(query);
  }

  /** Kysely refuses an empty list of rows: callers skip the statement. */
  insert<Table extends TenantTable>(
    table: Table,
    rows: readonly NewRow<Table>[],
  ): InsertQueryBuilder<Tables, Table, InsertResult> {
    const owned = rows.map((row) => ({ ...row, tenant_id: this.tenantId }));
    return this.#db.insertInto(table).values(narrow<Insertable<Tables[Table]>[]>(owned));
  }

  /**
   * Inserts a row of a platform table in this tenant's name; false when its key is taken, by whomever. There is no upsert
   * here: it could rewrite another tenant's row.
   */
  async claim<Table extends ClaimedTable>(table: Table, row: NewRow<Table>): Promise<boolean> {
    const owned = { ...row, tenant_id: this.tenantId };
    try {
      await this.#db.insertInto(table).values(narrow<Insertable<Tables[Table]>>(owned)).execute();
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /**
   * A statement no builder can write (two tables changed under one condition). `build` gets the tenant to put into every
   * table's condition; the twin-tenant test is what watches over it.
   */
  async raw<Row>(build: (tenantId: TenantId) => RawBuilder<Row>): Promise<QueryResult<Row>> {
    return await build(this.tenantId).execute(this.#db);
  }

  /** A statement to be sent alone or together with others; `query` was begun here. */
  statement<Row, Result>(query: Compilable<Row>, read: (answer: Answer<Row>) => Result): Statement<Result> {
    return new Statement(
      this.#db,
      oneQuery(query.compile(), (answer) => read(narrow<Answer<Row>>(answer))),
    );
  }

  /**
   * A statement written out, for what every message costs: building one takes longer than sending it. `parameters` gets the
   * tenant to put into every table's condition; the twin-tenant test is what watches over it.
   */
  text<Row, Result>(
    text: string,
    parameters: (tenantId: TenantId) => readonly unknown[],
    read: (answer: Answer<Row>) => Result,
  ): Statement<Result> {
    const query = CompiledQuery.raw(text, [...parameters(this.tenantId)]);
    return new Statement(
      this.#db,
      oneQuery(query, (answer) => read(narrow<Answer<Row>>(answer))),
    );
  }

  /**
   * A statement that may be sent as one with others of its shape, also of other tenants; the tenant is added here. `take` makes
   * its result of what the shape read.
   */
  shaped<Of extends Given, Read, Result = Read>(
    shape: Shape<Of, Read>,
    rest: Omit<Of, 'tenantId'>,
    take: (read: Read) => Result = asIs,
  ): Statement<Result> {
    const given = narrow<Of>({ ...rest, tenantId: this.tenantId });
    const shaped = { shape, given, take: (read: unknown) => take(asIs<Read>(read)) };
    let made: Merged<Result> | undefined;
    // Written out only where it goes alone: sent with others of its shape, its own text is never needed.
    const alone = (): Merged<Result> => {
      made ??= merge([shaped]);
      return made;
    };
    return new Statement(this.#db, {
      shaped,
      get queries() {
        return alone().queries;
      },
      read: (answers) => onlyOf(alone().read(answers)),
    });
  }

  /** A statement that reads rows of one conversation of this tenant. */
  rowsOf<Of extends ConversationKey, Result>(
    rows: ReadConversation<Of, Result, unknown>,
    rest: Omit<Of, 'tenantId'>,
  ): Statement<Result> {
    const { query, read } = rows.alone(narrow<Of>({ ...rest, tenantId: this.tenantId }));
    return new Statement(this.#db, oneQuery(query, read));
  }

  /** Sends statements in one packet; outside a transaction each commits by itself. */
  async together<const Statements extends readonly Statement<unknown>[]>(
    statements: Statements,
  ): Promise<ResultsOf<Statements>> {
    return await sendTogether(this.#db, statements);
  }

  /** Sends statements in one packet and one transaction: all of them or none. `before`: sent ahead, answers not wanted. */
  async atomically<const Statements extends readonly Statement<unknown>[]>(
    statements: Statements,
    before: readonly Statement<unknown>[] = [],
  ): Promise<ResultsOf<Statements>> {
    return narrowResults(await this.#send({ statements, before }));
  }

  /** As `atomically`; null when what a statement stands on, a lease or a row, is gone: nothing of it happened. */
  async attempt<const Statements extends readonly Statement<unknown>[]>(
    statements: Statements,
    before: readonly Statement<unknown>[] = [],
  ): Promise<ResultsOf<Statements> | null> {
    try {
      return await this.atomically(statements, before);
    } catch (error) {
      if (isGroundGone(error)) return null;
      throw error;
    }
  }

  /**
   * Runs `work` in one transaction; a nested call joins the one that is open. After a deadlock, which undid all of it, `work`
   * runs once more: it must change nothing but the database.
   */
  async transaction<Result>(work: (db: TenantDb) => Promise<Result>): Promise<Result> {
    if (this.#db.isTransaction) return await work(this);
    const once = () =>
      this.#db
        .transaction()
        .execute((db: Transaction<Tables>) => work(new TenantDb(db, this.tenantId, undefined, this.onEnd)));
    try {
      return await once();
    } catch (error) {
      if (!isDeadlock(error)) throw error;
      return await once();
    }
  }

  #owned(table: OwnedTable): RawBuilder<SqlBool> {
    return sql<SqlBool>`${sql.ref(`${table}.tenant_id`)} = ${this.tenantId}`;
  }
}

const onlyOf = <Result>([result]: readonly Result[]): Result => asIs(result);

/** What a shape read is what its statement says that it reads. */
const asIs = <Result>(read: unknown): Result => narrow<{ read: Result }>({ read }).read;

/**
 * Kysely's builders cannot be followed through a table name that is a type parameter. Each call above returns the builder
 * of the table it was given, with the tenant's condition or column added, which is what the named type says.
 */
const narrow = <Type>(builder: object): Type => builder as Type;
