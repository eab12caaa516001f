import type { Hono } from 'hono';
import { z } from 'zod';
import { readBody } from '../../chat-api/fake/read-body.ts';
import { Refusal } from '../../chat-api/fake/refusal.ts';
import type { CloudEnv, CloudRoutesContext } from './routes-context.ts';
import type { FakeCloudBot, FakeTable } from './world.ts';

const columnsMax = 20;
/** Per row, at factor 1 (contracts/botpress.md §3.2). */
const rowBytesMax = 4_096;

const zTable = z.object({
  schema: z.object({ properties: z.record(z.string(), z.unknown()).default({}) }),
  keyColumn: z.string().nullish(),
  factor: z.int().min(1).default(1),
});
const zUpsert = z.object({
  rows: z.array(z.record(z.string(), z.unknown())).min(1).max(1_000),
  keyColumn: z.string().optional(),
});
const zFind = z.object({
  filter: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  limit: z.int().positive().default(100),
  offset: z.int().nonnegative().default(0),
});

/** Tables (contracts/botpress.md §3.2). */
export function tableRoutes(app: Hono<CloudEnv>, { knobs }: CloudRoutesContext): void {
  app.post('/v1/tables/:table', async (c) => {
    const { tables } = c.get('bot');
    const name = c.req.param('table');
    const input = await readBody(c, zTable);
    const columns = Object.keys(input.schema.properties);
    if (columns.length > columnsMax)
      throw new Refusal(400, 'InvalidPayload', `a table has at most ${columnsMax} columns`);
    const table = tables.get(name) ?? {
      name,
      keyColumn: input.keyColumn ?? null,
      columns,
      factor: input.factor,
      rows: [],
    };
    const created = !tables.has(name);
    tables.set(name, table);
    return c.json({ table: { id: name, name, keyColumn: table.keyColumn }, created });
  });

  app.post('/v1/tables/:table/rows/upsert', async (c) => {
    const table = findTable(c.get('bot'), c.req.param('table'));
    const input = await readBody(c, zUpsert);
    const key = input.keyColumn ?? table.keyColumn ?? 'id';
    const inserted = [];
    const updated = [];
    const errors = [...knobs.rowErrors];
    for (const row of errors.length > 0 ? [] : input.rows) {
      if (Buffer.byteLength(JSON.stringify(row)) > rowBytesMax * table.factor) {
        errors.push(`row is larger than ${rowBytesMax * table.factor} bytes`);
        continue;
      }
      const held = table.rows.find((one) => one[key] === row[key]);
      if (held === undefined) {
        const fresh = { ...row, id: table.rows.length + 1 };
        table.rows.push(fresh);
        inserted.push(fresh);
      } else {
        updated.push(Object.assign(held, row));
      }
    }
    return c.json({ inserted, updated, ...(errors.length > 0 ? { errors } : {}) });
  });

  app.post('/v1/tables/:table/rows/find', async (c) => {
    const table = findTable(c.get('bot'), c.req.param('table'));
    const { filter, limit, offset } = await readBody(c, zFind);
    const found = table.rows.filter((row) =>
      Object.entries(filter).every(([name, value]) => row[name] === value),
    );
    const rows = found.slice(offset, offset + limit).map((row) => ({ ...row, computed: {} }));
    return c.json({ rows, hasMore: found.length > offset + limit, offset, limit });
  });
}

function findTable(bot: FakeCloudBot, name: string): FakeTable {
  const table = bot.tables.get(name);
  if (table === undefined) throw new Refusal(404, 'ResourceNotFound', 'Table not found');
  return table;
}
