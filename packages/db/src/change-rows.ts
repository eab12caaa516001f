import { CompiledQuery } from 'kysely';
import { inSequence, type Merged } from './shape.ts';

/** SQL and what fills its places. */
export interface Piece {
  text: string;
  parameters: readonly unknown[];
}

/** A column that is set to a value of each change; `sql` gets the place of the value. */
interface Each<Of> {
  value(of: Of): unknown;
  sql(place: string): string;
}

interface RowChange<Of> {
  /** With its alias, and the index to be used where it is not the primary one. */
  table: string;
  index?: string;
  /** Tells the rows of one change from those of another, among rows that `where` found. */
  is(of: Of): Piece;
  /** Finds the rows of one change. */
  where(of: Of): Piece;
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

/** So many changes are one statement: a digit of the count for each, and eight digits are a number that is still exact. */
const changesMax = 8;
/** More rows than a look finds (core/src/lanes/look.ts); a change with as many keys makes a lot of its own. */
const base = 64;

/** A column set to a value of each change. */
export const each = <Of>(
  value: (of: Of) => unknown,
  sql: (place: string) => string = (place) => place,
): Each<Of> => ({ value, sql });

/** A value in its place. */
const placed = (value: unknown): Piece => ({ text: '?', parameters: [value] });

/** SQL whose places are filled in their order. */
export const piece = (text: string, ...parameters: readonly unknown[]): Piece => ({ text, parameters });

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
  return {
    queries: [CompiledQuery.raw('DO LAST_INSERT_ID(0)'), update(change, lot)],
    read: ([, answer]) => lot.map((_, index) => Math.floor((answer?.insertId ?? 0) / base ** index) % base),
  };
}

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
 * sent and read.
 */
export function inLots<Of, Result>(
  all: readonly Of[],
  keysOf: (of: Of) => readonly unknown[],
  makeLot: (lot: readonly Of[]) => Merged<Result>,
): Merged<Result> {
  const lots: { of: Of[]; keys: Set<unknown>; isFull: boolean }[] = [];
  for (const of of all) {
    const keys = keysOf(of);
    const last = lots.at(-1);
    const isLarge = keys.length >= base;
    if (last && !last.isFull && !isLarge && !keys.some((key) => last.keys.has(key))) {
      last.of.push(of);
      for (const key of keys) last.keys.add(key);
      last.isFull = last.of.length === changesMax;
    } else lots.push({ of: [of], keys: new Set(keys), isFull: isLarge });
  }
  const { queries, read } = inSequence(lots.map(({ of }) => makeLot(of)));
  return { queries, read: (answers) => read(answers).flat() };
}

function update<Of>(change: RowChange<Of> & Partial<CountedChange<Of>>, all: readonly Of[]): CompiledQuery {
  const { table, index = 'PRIMARY', is, where, and, set, counter, counts } = change;
  const say: Say<Of> = (said) => pickOf(is, all, all.map(said));
  const columns = Object.entries(set).map(([column, to]): Piece => {
    if (typeof to === 'string') return piece(`${column} = ${to}`);
    if ('text' in to) return piece(`${column} = ${to.text}`, ...to.parameters);
    const { text, parameters } = say((of) => placed(to.value(of)));
    return piece(`${column} = ${to.sql(text)}`, ...parameters);
  });
  if (counter !== undefined) {
    const digit = pickOf(
      is,
      all,
      all.map((_, index) => placed(base ** index)),
    );
    const counted = counts === undefined ? digit.text : `(${counts}) * ${digit.text}`;
    const text = `${counter} = ${counter} + 0 * LAST_INSERT_ID(LAST_INSERT_ID() + ${counted})`;
    columns.unshift({ text, parameters: digit.parameters });
  }
  const rows = all.map(where);
  const beside = and?.(say);
  const pieces = [...columns, ...rows, ...(beside ? [beside] : [])];
  return CompiledQuery.raw(
    `UPDATE ${table} FORCE INDEX (${index}) SET ${columns.map(({ text }) => text).join(', ')}
     WHERE (${rows.map(({ text }) => `(${text})`).join(' OR ')})${beside ? ` AND ${beside.text}` : ''}`,
    pieces.flatMap(({ parameters }) => parameters),
  );
}

/** What is said of all is said once. */
function pickOf<Of>(is: (of: Of) => Piece, all: readonly Of[], said: readonly Piece[]): Piece {
  const [first] = said;
  if (first && said.every((one) => isSame(one, first))) return first;
  const cases = all.map(is);
  return {
    text: `CASE ${cases.map(({ text }, index) => `WHEN ${text} THEN ${said[index]?.text}`).join(' ')} END`,
    parameters: cases.flatMap(({ parameters }, index) => [...parameters, ...(said[index]?.parameters ?? [])]),
  };
}

const isSame = (one: Piece, other: Piece): boolean =>
  one.text === other.text && one.parameters.every((value, index) => value === other.parameters[index]);

const pair = <First, Second>(first: First, second: Second | undefined): [First, Second] => {
  if (second === undefined) throw new Error('two parts of a lot read as much');
  return [first, second];
};
