import { expect, it } from 'vitest';
import { changeRows, each } from './change-rows.ts';

interface Ended {
  id: string;
  at: Date;
}

/** The statement that ends two rows, `a` and `b`, each at its time. */
const endBoth = (a: Date, b: Date) =>
  changeRows<Ended>(
    {
      table: 'rows_of_a_test',
      by: ['tenant_id', 'id'],
      rowsOf: ({ id }) => [['acme', id]],
      column: 'id',
      set: { ended_at: each(({ at }) => at) },
    },
    [
      { id: 'a', at: a },
      { id: 'b', at: b },
    ],
  ).queries.map(({ sql, parameters }) => [sql.replace(/\s+/g, ' '), parameters]);

it('says once what is the same for all rows, also a time that two clocks read', () => {
  const [at, same] = [new Date(1_000), new Date(1_000)];
  expect(endBoth(at, same)).toEqual([
    [
      'UPDATE rows_of_a_test FORCE INDEX (PRIMARY) SET ended_at = ? WHERE (tenant_id, id) IN ((?, ?), (?, ?))',
      [at, 'acme', 'a', 'acme', 'b'],
    ],
  ]);
});

it('compares for what is not the same by the column that tells the rows apart', () => {
  const [at, later] = [new Date(1_000), new Date(2_000)];
  expect(endBoth(at, later)).toEqual([
    [
      'UPDATE rows_of_a_test FORCE INDEX (PRIMARY) SET ended_at = CASE id WHEN ? THEN ? WHEN ? THEN ? END WHERE (tenant_id, id) IN ((?, ?), (?, ?))',
      ['a', at, 'b', later, 'acme', 'a', 'acme', 'b'],
    ],
  ]);
});
