import type { MysqlPool, MysqlPoolConnection, MysqlQueryResult } from 'kysely';

type Answer = (error: unknown, result: MysqlQueryResult) => void;

/**
 * A pool whose transactions begin with their first statement, in the same packet: a round trip less for each. One that never
 * sends a statement neither begins nor ends.
 */
export function beginWithFirst(pool: MysqlPool): MysqlPool {
  const wrapped = new WeakMap<MysqlPoolConnection, MysqlPoolConnection>();
  return {
    getConnection: (callback) =>
      pool.getConnection((error, connection) => {
        if (error) return callback(error, connection);
        const known = wrapped.get(connection) ?? wrap(connection);
        wrapped.set(connection, known);
        callback(null, known);
      }),
    end: (callback) => pool.end(callback),
  };
}

const nothing = { insertId: 0, affectedRows: 0, changedRows: 0 };

function wrap(connection: MysqlPoolConnection): MysqlPoolConnection {
  let isBeginning = false;

  const send = (text: string, parameters: unknown, answer: Answer = () => {}): void => {
    const isFirst = isBeginning;
    isBeginning = text === 'begin';
    const isEnd = text === 'commit' || text === 'rollback';
    if (isBeginning || (isFirst && isEnd)) answer(null, nothing);
    else if (!isFirst) connection.query(text, parameters, answer);
    else {
      connection.query(`begin;\n${text}`, parameters, (error, results) =>
        answer(error, error ? results : withoutBegin(results)),
      );
    }
  };

  return {
    config: connection.config,
    threadId: connection.threadId,
    connect: (callback) => connection.connect(callback),
    destroy: () => connection.destroy(),
    release: () => connection.release(),
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

function refuseStream(): never {
  throw new Error('rows are read whole: streams do not pass through here');
}
