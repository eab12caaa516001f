import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult } from 'kysely';
import type { ExecuteValues, Pool, PoolConnection, QueryValues } from 'mysql2';

/**
 * Begins the text of a statement that a connection prepares once and sends the values of in binary form: for large values,
 * which would be written out as text, sent, and read again. It goes alone, never in a packet.
 */
export const preparedMark = '/* prepared */ ';

/** Connections at work, and callers that wait for one. */
export interface PoolUse {
  busy: number;
  waiting: number;
}

/**
 * mysql2's pool as Kysely takes it. Transactions begin with their first statement, in the same packet: a round trip less for
 * each, and one that never sends a statement neither begins nor ends. Statements that ask for it are prepared.
 * `use` is kept up to date.
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
type Values = QueryValues & ExecuteValues;

const nothing = { insertId: 0, affectedRows: 0, changedRows: 0 };

function wrap(connection: PoolConnection, use: PoolUse): MysqlPoolConnection {
  let isBeginning = false;

  const query = (text: string, parameters: Values, answer: Answer): void => {
    connection.query(text, parameters, (error, result) => answer(error, asKysely(result)));
  };
  const execute = (text: string, parameters: Values, answer: Answer): void => {
    connection.execute(text, parameters, (error, result) => answer(error, asKysely(result)));
  };
  const send = (text: string, parameters: Values, answer: Answer = () => {}): void => {
    const isFirst = isBeginning;
    isBeginning = text === 'begin';
    const isEnd = text === 'commit' || text === 'rollback';
    const isPrepared = text.startsWith(preparedMark);
    if (isBeginning || (isFirst && isEnd)) answer(null, nothing);
    else if (isPrepared && isFirst)
      query('begin', [], (error, result) =>
        error ? answer(error, result) : execute(text, parameters, answer),
      );
    else if (isPrepared) execute(text, parameters, answer);
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
