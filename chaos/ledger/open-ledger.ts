import { createPool, type RowDataPacket } from 'mysql2/promise';

/** A read-only look at the tables of a run, past the product's own code. */
export interface LedgerDatabase {
  /** The rows of one statement. `Row` is what its column list says: the caller's word. */
  read<Row>(sql: string): Promise<Row[]>;
  close(): Promise<void>;
}

export function openLedger(databaseUrl: string): LedgerDatabase {
  const pool = createPool({ uri: databaseUrl, connectionLimit: 2, timezone: 'Z' });
  return {
    read: async <Row>(sql: string) => {
      const [rows] = await pool.query<RowDataPacket[]>(sql);
      // The driver knows no columns; every statement stands beside the type of its rows.
      return rows as Row[];
    },
    close: () => pool.end(),
  };
}
