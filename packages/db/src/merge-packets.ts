import type { CompiledQuery } from 'kysely';
import { merge, type Shaped } from './shape.ts';
import { type Packet, partsOf, type Statement, toAnswer } from './statement.ts';

interface Merged {
  queries: CompiledQuery[];
  /** Gets what the driver answered to each query; gives each packet its results. */
  read(answers: readonly unknown[]): unknown[][];
}

/** A result and where it belongs. */
interface Place {
  packet: number;
  statement: number;
}

/**
 * Packets of several lanes as one. Those whose statements all have a shape, looks that is, come last and share statements; the
 * others stay as they are, one behind the other. Pure.
 */
export function mergePackets(packets: readonly Packet[]): Merged {
  const queries: CompiledQuery[] = [];
  const readers: ((answers: readonly unknown[]) => void)[] = [];
  const results: unknown[][] = packets.map(() => []);
  const put = ({ packet, statement }: Place, result: unknown): void => {
    const row = results[packet];
    if (row) row[statement] = result;
  };
  const add = (statement: Statement<unknown>, place: Place | null): void => {
    const { query, read } = partsOf(statement);
    const index = queries.push(query) - 1;
    readers.push((answers) => {
      const result = read(toAnswer(answers[index]));
      if (place) put(place, result);
    });
  };
  const groups = new Map<object, { shaped: Shaped<unknown>; place: Place }[]>();
  for (const [packet, { before, statements }] of packets.entries()) {
    for (const statement of before) add(statement, null);
    const isLook = statements.every((one) => partsOf(one).shaped);
    for (const [statement, one] of statements.entries()) {
      const { shaped } = partsOf(one);
      const place = { packet, statement };
      if (!isLook || !shaped) add(one, place);
      else groups.set(shaped.shape, [...(groups.get(shaped.shape) ?? []), { shaped, place }]);
    }
  }
  for (const group of groups.values()) {
    const merged = merge(group.map(({ shaped }) => shaped));
    const from = queries.length;
    queries.push(...merged.queries);
    const to = queries.length;
    readers.push((answers) => {
      const read = merged.read(answers.slice(from, to).map(toAnswer));
      for (const [index, { place }] of group.entries()) put(place, read[index]);
    });
  }
  const read = (answers: readonly unknown[]): unknown[][] => {
    for (const one of readers) one(answers);
    return results;
  };
  return { queries, read };
}
