import { CompiledQuery, type Kysely } from 'kysely';
import { isDeadlock } from './db-errors.ts';
import type { Tables } from './schema/tables.ts';

/** What MySQL answered to one statement. */
export interface Answer<Row> {
  rows: Row[];
  /** Rows inserted or changed; an upsert that changed a row counts 2. */
  affected: number;
  /** The last `LAST_INSERT_ID(…)`; 0 when there was none. */
  insertId: number;
}

interface Parts<Result> {
  query: CompiledQuery;
  read(answer: Answer<unknown>): Result;
}

/** The parts of a statement, for this package alone. */
let partsOf: <Result>(statement: Statement<Result>) => Parts<Result>;

/**
 * One statement that has not been sent yet. Awaited, it goes alone; given to `together` or `atomically` of a scope, it shares
 * a packet, and so a round trip, with others.
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

async function sendAlone<Result>(db: Kysely<Tables>, { query, read }: Parts<Result>): Promise<Result> {
  const { rows, numAffectedRows, insertId } = await onceMoreAfterDeadlock(db, () => db.executeQuery(query));
  return read({ rows, affected: Number(numAffectedRows ?? 0n), insertId: Number(insertId ?? 0n) });
}

/** In one packet. Outside a transaction each commits by itself, and the first that fails ends it. */
export async function sendTogether<const Statements extends readonly Statement<unknown>[]>(
  db: Kysely<Tables>,
  statements: Statements,
): Promise<ResultsOf<Statements>> {
  const [first, second] = statements;
  if (first && !second) return narrowResults([await first]);
  const { rows } = await db.executeQuery(packetOf(statements));
  return readAll(statements, rows);
}

/** In one packet and one transaction: all of them or none. `before`: sent ahead of them, their answers are not returned. */
export async function sendAtomically<const Statements extends readonly Statement<unknown>[]>(
  db: Kysely<Tables>,
  statements: Statements,
  before: readonly Statement<unknown>[] = [],
): Promise<ResultsOf<Statements>> {
  if (before.length === 0 && statements.length === 1) return await sendTogether(db, statements);
  const packet = packetOf([...before, ...statements], ['begin', 'commit']);
  const { rows } = await onceMoreAfterDeadlock(db, () =>
    db.connection().execute(async (connection) => {
      try {
        return await connection.executeQuery(packet);
      } catch (error) {
        await connection.executeQuery(CompiledQuery.raw('rollback'));
        throw error;
      }
    }),
  );
  readAll(before, rows.slice(1, 1 + before.length));
  return readAll(statements, rows.slice(1 + before.length, -1));
}

/** A deadlock has undone all of it: nothing of it happened. Inside a transaction, that is for whoever began it to say again. */
async function onceMoreAfterDeadlock<Result>(
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

function packetOf(statements: readonly Statement<unknown>[], [first, last]: string[] = []): CompiledQuery {
  const queries = statements.map((statement) => partsOf(statement).query);
  const texts = [first, ...queries.map(({ sql }) => sql), last].filter((text) => text !== undefined);
  return CompiledQuery.raw(
    texts.join(betweenStatements),
    queries.flatMap(({ parameters }) => parameters),
  );
}

function readAll<Statements extends readonly Statement<unknown>[]>(
  statements: Statements,
  answers: readonly unknown[],
): ResultsOf<Statements> {
  return narrowResults(
    statements.map((statement, index) => partsOf(statement).read(toAnswer(answers[index]))),
  );
}

/** The driver answers a list of rows, or what a change did. */
function toAnswer(answer: unknown): Answer<unknown> {
  if (Array.isArray(answer)) return { rows: answer, affected: 0, insertId: 0 };
  const { affectedRows, insertId } = answer as { affectedRows: number; insertId: number };
  return { rows: [], affected: affectedRows, insertId };
}

/** The compiler cannot follow a tuple through `map`: each result is what its statement reads. */
const narrowResults = <Results>(results: unknown[]): Results => results as Results;
