import { CompiledQuery, type Kysely, type QueryResult } from 'kysely';
import { isDeadlock } from './db-errors.ts';
import type { Tables } from './schema/tables.ts';
import { inSequence, type Merged, type Shaped } from './shape.ts';

/** What MySQL answered to one statement. */
export interface Answer<Row> {
  rows: Row[];
  /** Rows inserted or changed; an upsert that changed a row counts 2. */
  affected: number;
  /** The last `LAST_INSERT_ID(…)`; 0 when there was none. */
  insertId: number;
  /** What the statement added to `LAST_INSERT_ID`, where a `beginCount` stands ahead of it. */
  counted: number;
}

export interface Parts<Result> {
  /** Sent one behind the other. */
  queries: readonly CompiledQuery[];
  /** Gets an answer for each query. */
  read(answers: readonly Answer<unknown>[]): Result;
  /** What it shares with others of its shape; absent: it is like no other. */
  shaped?: Shaped<Result>;
}

/** The parts of a statement, for this package alone. */
export let partsOf: <Result>(statement: Statement<Result>) => Parts<Result>;

/** The parts of a statement that is one query. */
export const oneQuery = <Result>(
  query: CompiledQuery,
  read: (answer: Answer<unknown>) => Result,
): Parts<Result> => ({ queries: [query], read: ([answer]) => read(answer ?? noAnswer) });

const noAnswer: Answer<unknown> = { rows: [], affected: 0, insertId: 0, counted: 0 };

/**
 * One statement that has not been sent yet; of several queries, alone or in a transaction, all are carried out or none. Awaited, it goes alone; given to
 * `together` or `atomically` of a scope, it shares a packet, and so a round trip, with others.
 */
export class Statement<Result> implements PromiseLike<Result> {
  readonly #db: Kysely<Tables>;
  readonly #parts: Parts<Result>;

  static {
    partsOf = (statement) => statement.#parts;
  }

  constructor(db: Kysely<Tables>, parts: Parts<Result>) {
    this.#db = db;
    this.#parts = parts;
  }

  then<Fulfilled = Result, Rejected = never>(
    onFulfilled?: ((result: Result) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return sendAlone(this.#db, this.#parts).then(onFulfilled, onRejected);
  }
}

/** The results of statements, in their order. */
export type ResultsOf<Statements extends readonly Statement<unknown>[]> = {
  -readonly [Index in keyof Statements]: Statements[Index] extends Statement<infer Result> ? Result : never;
};

/** Statements to be sent as one; `before`: sent ahead of them, their answers are not returned. */
export interface Packet {
  before: readonly Statement<unknown>[];
  statements: readonly Statement<unknown>[];
}

async function sendAlone<Result>(db: Kysely<Tables>, { queries, read }: Parts<Result>): Promise<Result> {
  const [query, second] = queries;
  if (!query) throw new Error('a statement has a query');
  const answers = await onceMoreAfterDeadlock(db, async () => {
    if (!second) return [fromKysely(await db.executeQuery(query))];
    return await (db.isTransaction ? execute(db, queries) : executeAtomically(db, queries));
  });
  return read(answers);
}

/** In one packet. Outside a transaction each query commits by itself, and the first that fails ends it. */
export async function sendTogether<const Statements extends readonly Statement<unknown>[]>(
  db: Kysely<Tables>,
  statements: Statements,
): Promise<ResultsOf<Statements>> {
  const [first, second] = statements;
  if (first && !second) return narrowResults([await first]);
  const { queries, read } = inTurn(statements);
  return narrowResults(read(await execute(db, queries)));
}

/** In one packet and one transaction: all of them or none. */
export async function sendAtomically(db: Kysely<Tables>, { before, statements }: Packet): Promise<unknown[]> {
  if (before.length === 0 && statements.length === 1) return await sendTogether(db, statements);
  const { queries, read } = inTurn([...before, ...statements]);
  const answers = await onceMoreAfterDeadlock(db, () => executeAtomically(db, queries));
  return read(answers).slice(before.length);
}

/** Statements one behind the other. */
export const inTurn = (statements: readonly Statement<unknown>[]): Merged<unknown> =>
  inSequence(statements.map((statement) => partsOf(statement)));

/** Nothing of the queries happened when it throws what the server said. */
export async function executeAtomically(
  db: Kysely<Tables>,
  queries: readonly CompiledQuery[],
): Promise<Answer<unknown>[]> {
  const { packet, read } = asPacket([CompiledQuery.raw('begin'), ...queries, CompiledQuery.raw('commit')]);
  const { rows } = await db.connection().execute(async (connection) => {
    try {
      return await connection.executeQuery(packet);
    } catch (error) {
      await connection.executeQuery(CompiledQuery.raw('rollback'));
      throw error;
    }
  });
  return read(rows).slice(1, -1);
}

async function execute(db: Kysely<Tables>, queries: readonly CompiledQuery[]): Promise<Answer<unknown>[]> {
  const { packet, read } = asPacket(queries);
  const { rows } = await db.executeQuery(packet);
  return read(rows);
}

/** A deadlock has undone all of it: nothing of it happened. Inside a transaction, that is for whoever began it to say again. */
export async function onceMoreAfterDeadlock<Result>(
  db: Kysely<Tables>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (db.isTransaction || !isDeadlock(error)) throw error;
    return await work();
  }
}

/** Stands between the statements of a packet, and in none of them. */
export const betweenStatements = ';\n';

/**
 * Stands ahead of each statement that counts in `LAST_INSERT_ID`. Of a packet only the first is sent, and each one that many counts
 * later: what those between count is a difference, as no table has AUTO_INCREMENT.
 */
export const beginCount = CompiledQuery.raw('DO LAST_INSERT_ID(0)');

/** So many counts of 48 bits have a sum that is still exact. */
const countsMax = 32;

interface JoinedQueries {
  packet: CompiledQuery;
  /** Gives an answer for each query. */
  read(rows: readonly unknown[]): Answer<unknown>[];
}

function asPacket(queries: readonly CompiledQuery[]): JoinedQueries {
  let begins = -1;
  const isSent = queries.map((query) => query !== beginCount || ++begins % countsMax === 0);
  const sent = queries.filter((_, index) => isSent[index]);
  const packet = CompiledQuery.raw(
    sent.map(({ sql }) => sql).join(betweenStatements),
    sent.flatMap(({ parameters }) => parameters),
  );
  const read = (rows: readonly unknown[]): Answer<unknown>[] => {
    const results = rows.values();
    let left = 0;
    return queries.map((query, index) => {
      if (!isSent[index]) return noAnswer;
      const answer = toAnswer(results.next().value, left);
      if (query === beginCount) left = 0;
      else if (answer.insertId !== 0) left = answer.insertId;
      return answer;
    });
  };
  return { packet, read };
}

const fromKysely = ({ rows, numAffectedRows, insertId }: QueryResult<unknown>): Answer<unknown> => ({
  rows,
  affected: Number(numAffectedRows ?? 0n),
  insertId: Number(insertId ?? 0n),
  counted: 0,
});

/** The driver answers a list of rows, or what a change did. `left`: the `LAST_INSERT_ID` before it. */
function toAnswer(answer: unknown, left: number): Answer<unknown> {
  if (Array.isArray(answer)) return { rows: answer, affected: 0, insertId: 0, counted: 0 };
  const { affectedRows, insertId } = answer as { affectedRows: number; insertId: number };
  return { rows: [], affected: affectedRows, insertId, counted: insertId === 0 ? 0 : insertId - left };
}

/** The compiler cannot follow a tuple through `map`: each result is what its statement reads. */
export const narrowResults = <Results>(results: unknown[]): Results => results as Results;
