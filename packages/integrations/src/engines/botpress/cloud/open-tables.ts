import type { tables } from '@botpress/client';
import { type EngineTables, UpstreamError } from '../../../contract/index.ts';
import { callCloud } from './route-through-http.ts';
import * as wire from './wire.ts';

/** Tables of one bot (contracts/botpress.md §3.2). */
export function openTables(client: tables.Client): EngineTables {
  return {
    async ensure({ table, keyColumn, columns, factor = 1 }) {
      const properties = Object.fromEntries(
        Object.entries(columns).map(([name, type], index) => [
          name,
          { type, 'x-zui': { index, searchable: false } },
        ]),
      );
      const schema = { type: 'object', properties, additionalProperties: true };
      await callCloud(wire.zAnything, () => client.getOrCreateTable({ table, keyColumn, schema, factor }));
    },

    async upsert({ table, keyColumn, rows }) {
      const { errors } = await callCloud(wire.zUpsertedRows, () =>
        client.upsertTableRows({ table, keyColumn, rows }),
      );
      const [first] = errors;
      if (first === undefined) return;
      throw new UpstreamError(
        'rejected',
        `table ${table}: ${errors.length} rows refused: ${first.slice(0, 200)}`,
      );
    },

    async find({ table, where, limit }) {
      const filter = where;
      const { rows } = await callCloud(wire.zRows, () => client.findTableRows({ table, filter, limit }));
      return rows;
    },
  };
}
