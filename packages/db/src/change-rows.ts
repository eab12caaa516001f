import { CompiledQuery } from 'kysely';
import { isOneOf, type Piece, piece } from './piece.ts';
import { inSequence, type Merged } from './shape.ts';
import { beginCount } from './statement.ts';

/** A column that is set to a value of each change; `sql` gets the place of the value. */
interface Each<Of> {
  value(of: Of): unknown;
  sql(place: string): string;
}

interface RowChange<Of> {
  /** With its alias, and the index to be used where it is not the primary one. */
  table: string;
  index?: string;
  /** Columns that find the rows of a change: a list of values for each row. */
  by: readonly string[];
  rowsOf(of: Of): readonly (readonly unknown[])[];
  /** One of them, whose values are others in each change of a lot. */
  column: string;
  /** Holds beside for each row. `say` puts in what is said of the change that the row belongs to. */
  and?(say: Say<Of>): Piece;
  /** In this order: a column set later sees those before it changed. */
  set: Record<string, string | Piece | Each<Of>>;
}

interface CountedChange<Of> extends RowChange<Of> {
  /** A column that is a number and never null: the count travels with it. */
  counter: string;
  /** Holds for the rows that count, before anything of them is set; absent: all. */
  counts?: string;
}

type Say<Of> = (said: (of: Of) => Piece) => Piece;

/** At most so many changes in one statement: with more, the server compares more than it saves. */
const changesMax = 40;
/** The counts of a lot stand in one number, in digits of equal width; so short that sums are exact (statement.ts). */
const countBits = 48;

/** A column set to a value of each change. */
export const each = <Of>(
  value: (of: Of) => unknown,
  sql: (place: string) => string = (place) => place,
): Each<Of> => ({ value, sql });

/** A value in its place. */
const placed = (value: unknown): Piece => ({ text: '?', parameters: [value] });

/** A lot of changes as one statement, in which each row gets the values of the change it belongs to. */
export const changeRows = <Of>(change: RowChange<Of>, lot: readonly Of[]): Merged<null> => ({
  queries: [update(change, lot)],
  read: () => lot.map(() => null),
});

/**
 * The same; reads how many rows each changed. In a lot of several a row counts as one in its change's digit of `LAST_INSERT_ID`,
 * which the server's answer carries.
 */
export function countRows<Of>(change: CountedChange<Of>, lot: readonly Of[]): Merged<number> {
  const { counter, counts, ...plain } = change;
  if (lot.length === 1 && counts === undefined)
    return { queries: [update(plain, lot)], read: ([answer]) => [answer?.affected ?? 0] };
  const base = baseOf(lot);
  return {
    queries: [beginCount, update(change, lot)],
    read: ([, answer]) => lot.map((_, index) => Math.floor((answer?.counted ?? 0) / base ** index) % base),
  };
}

const baseOf = (lot: readonly unknown[]): number => 2 ** Math.floor(countBits / lot.length);

/** Sends the parts of a lot one behind the other; reads what each part read. */
export function inOrder<First, Second>(
  first: Merged<First>,
  second: Merged<Second>,
): Merged<[First, Second]> {
  const { length } = first.queries;
  return {
    queries: [...first.queries, ...second.queries],
    read: (answers) => {
      const seconds = second.read(answers.slice(length));
      return first.read(answers.slice(0, length)).map((one, index) => pair(one, seconds[index]));
    },
  };
}

/**
 * Splits changes into lots that are made one behind the other: no two of a lot have a key in common. `makeLot` says how one lot is
 * sent and read. A change has at most as many rows as it has keys, or `rowsMax`.
 */
export function inLots<Of, Result>(
  all: readonly Of[],
  keysOf: (of: Of) => readonly unknown[],
  makeLot: (lot: readonly Of[]) => Merged<Result>,
  rowsMax?: number,
): Merged<Result> {
  const lots: { of: Of[]; keys: Set<unknown>; bits: number }[] = [];
  for (const of of all) {
    const keys = keysOf(of);
    const bits = bitsOf(rowsMax ?? keys.length);
    const last = lots.at(-1);
    if (last && hasRoom(last, bits) && !keys.some((key) => last.keys.has(key))) {
      last.of.push(of);
      for (const key of keys) last.keys.add(key);
      last.bits = Math.max(last.bits, bits);
    } else lots.push({ of: [of], keys: new Set(keys), bits });
  }
  const { queries, read } = inSequence(lots.map(({ of }) => makeLot(of)));
  return { queries, read: (answers) => read(answers).flat() };
}

const hasRoom = (lot: { of: readonly unknown[]; bits: number }, bits: number): boolean =>
  lot.of.length < changesMax && (lot.of.length + 1) * Math.max(lot.bits, bits) <= countBits;

/** As many as it takes to count to a number. */
const bitsOf = (count: number): number => 32 - Math.clz32(count);

function update<Of>(change: RowChange<Of> & Partial<CountedChange<Of>>, all: readonly Of[]): CompiledQuery {
  const { table, index = 'PRIMARY', by, rowsOf, and, set, counter, counts } = change;
  const say: Say<Of> = (said) => pickOf(change, all, all.map(said));
  const columns = Object.entries(set).map(([column, to]): Piece => {
    if (typeof to === 'string') return piece(`${column} = ${to}`);
    if ('text' in to) return piece(`${column} = ${to.text}`, ...to.parameters);
    const { text, parameters } = say((of) => placed(to.value(of)));
    return piece(`${column} = ${to.sql(text)}`, ...parameters);
  });
  if (counter !== undefined) {
    const base = baseOf(all);
    const digit = pickOf(
      change,
      all,
      all.map((_, index) => piece(String(base ** index))),
    );
    const counted = counts === undefined ? digit.text : `(${counts}) * ${digit.text}`;
    const text = `${counter} = ${counter} + 0 * LAST_INSERT_ID(LAST_INSERT_ID() + ${counted})`;
    columns.unshift({ text, parameters: digit.parameters });
  }
  const beside = and?.(say);
  const conditions = [isOneOf(by, all.flatMap(rowsOf)), ...(beside ? [beside] : [])];
  return CompiledQuery.raw(
    `UPDATE ${table} FORCE INDEX (${index}) SET ${columns.map(({ text }) => text).join(', ')}
     WHERE ${conditions.map(({ text }) => text).join(' AND ')}`,
    [...columns, ...conditions].flatMap(({ parameters }) => parameters),
  );
}

/** What is said of all is said once. */
function pickOf<Of>(
  { by, rowsOf, column }: RowChange<Of>,
  all: readonly Of[],
  said: readonly Piece[],
): Piece {
  const [first] = said;
  if (first && said.every((one) => isSame(one, first))) return first;
  const place = by.indexOf(column);
  let text = `CASE ${column}`;
  const parameters: unknown[] = [];
  for (const [index, of] of all.entries())
    for (const values of rowsOf(of)) {
      text += ` WHEN ? THEN ${said[index]?.text}`;
      parameters.push(values[place], ...(said[index]?.parameters ?? []));
    }
  return { text: `${text} END`, parameters };
}

const isSame = (one: Piece, other: Piece): boolean =>
  one.text === other.text &&
  one.parameters.every((value, index) => isSameValue(value, other.parameters[index]));

/** Two clocks that read the same time make two dates of it. */
const isSameValue = (one: unknown, other: unknown): boolean =>
  one === other || (one instanceof Date && other instanceof Date && one.getTime() === other.getTime());

const pair = <First, Second>(first: First, second: Second | undefined): [First, Second] => {
  if (second === undefined) throw new Error('two parts of a lot read as much');
  return [first, second];
};
