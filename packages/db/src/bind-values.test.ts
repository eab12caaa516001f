import { testDatabaseUrl } from '@tandem/testkit/database';
import fc from 'fast-check';
import type { RowDataPacket } from 'mysql2';
import { afterAll, describe, expect, it } from 'vitest';
import { bindText } from './bind-values.ts';
import { openPool } from './open-pool.ts';

const hexOf = (value: string | Buffer): string => Buffer.from(value).toString('hex').toUpperCase();

describe.each(['text', 'bytes'] as const)('a connection that sends %s', (sends) => {
  const pool = openPool({ url: testDatabaseUrl(), poolSize: 1, sends });
  afterAll(() => new Promise<void>((resolve) => pool.end(() => resolve())));
  const select = async (values: (string | Buffer)[]): Promise<unknown[]> => {
    const text = `SELECT ${values.map((_, index) => `HEX(?) AS v${index}`).join(', ')}`;
    const [rows] = await pool.promise().query<RowDataPacket[]>(text, values);
    return Object.values(rows[0] ?? {});
  };

  it('gives the server each byte as it is', async () => {
    const special = `\0\b\t\n\r\x1a"'\\%_?;--/*é漢🙂`;
    // A low byte that is a quote.
    const values = [
      special,
      'ħ',
      Buffer.from(special),
      Buffer.from([0, 39, 92, 63, 255, 128]),
      Buffer.alloc(0),
    ];
    expect(await select(values)).toEqual(values.map(hexOf));
  });

  it('cannot be left by any value', async () => {
    const character = fc.constantFrom("'", '\\', '"', '?', '\0', ';', 'a', 'é', 'ħ', '🙂');
    const text = fc.string({ unit: character, maxLength: 40 });
    const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
    const value = fc.oneof(text, text.map(Buffer.from), bytes);
    const anyValues = fc.array(value, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(anyValues, async (values) => {
        expect(await select(values)).toEqual(values.map(hexOf));
      }),
      { numRuns: 300 },
    );
  });
});

it('writes what is no text as the driver does, and leaves a text without values alone', () => {
  const at = new Date('2026-07-15T10:45:00.318Z');
  expect(bindText('VALUES (?,?,?,?)', [7, null, at, true])).toBe(
    "VALUES (7,NULL,'2026-07-15 10:45:00.318',true)",
  );
  expect(bindText("SELECT '?'", [])).toBe("SELECT '?'");
});

it('refuses as many values as there are no places for', () => {
  expect(() => bindText('VALUES (?,?)', [1])).toThrow('a statement has 2 places for 1 values');
});
