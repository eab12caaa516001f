import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult } from 'kysely';
import type { Pool, PoolConnection, QueryValues } from 'mysql2';

/** Connections at work, and callers that wait for one. */
export interface PoolUse {
  busy: number;
  waiting: number;
}

/**
 * mysql2's pool as Kysely takes it. Transactions begin with their first statement, in the same packet: a round trip less for
 * each, and one that never sends a statement neither begins nor ends. `use` is kept up to date.
 */
export function kyselyPool(pool: Pool, use: PoolUse): MysqlPool {
  const wrapped = new WeakMap<PoolConnection, MysqlPoolConnection>();
  return {
    getConnection: (callback) => {
      use.waiting += 1;
      pool.getConnection((error, connection) => {
        use.waiting -= 1;
        if (connection) use.busy += 1;
        const known = connection && (wrapped.get(connection) ?? wrap(connection, use));
        if (connection) wrapped.set(connection, known);
        callback(error, known);
      });
    },
    end: (callback) => pool.end(callback),
  };
}

type Answer = (error: unknown, result: MysqlQueryResult) => void;

const nothing = { insertId: 0, affectedRows: 0, changedRows: 0 };

function wrap(connection: PoolConnection, use: PoolUse): MysqlPoolConnection {
  let isBeginning = false;

  const query = (text: string, parameters: QueryValues, answer: Answer): void => {
    connection.query(text, parameters, (error, result) => answer(error, asKysely(result)));
  };
  const send = (text: string, parameters: QueryValues, answer: Answer = () => {}): void => {
    const isFirst = isBeginning;
    isBeginning = text === 'begin';
    const isEnd = text === 'commit' || text === 'rollback';
    if (isBeginning || (isFirst && isEnd)) answer(null, nothing);
    else if (isFirst)
      query(`begin;\n${text}`, parameters, (error, results) =>
        answer(error, error ? results : withoutBegin(results)),
      );
    else query(text, parameters, answer);
  };

  return {
    config: connection.config,
    threadId: connection.threadId,
    connect: (callback) => connection.connect(callback),
    destroy: () => connection.destroy(),
    release: () => {
      use.busy -= 1;
      connection.release();
    },
    query: (text, parameters, answer) => {
      send(text, parameters, answer);
      return { stream: refuseStream };
    },
  };
}

/** The results of what followed `begin`: one alone as it is, those of a packet as a list. */
function withoutBegin(results: unknown): MysqlQueryResult {
  const [, ...rest] = Array.isArray(results) ? results : [];
  return rest.length === 1 ? rest[0] : rest;
}

/** mysql2 answers what Kysely reads; its types say it in other words. */
const asKysely = (result: unknown): MysqlQueryResult => result as MysqlQueryResult;

function refuseStream(): never {
  throw new Error('rows are read whole: streams do not pass through here');
}
