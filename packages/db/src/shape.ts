import type { TenantId } from '@tandem/schemas';
import type { CompiledQuery } from 'kysely';
import type { Answer } from './statement.ts';

/** What differs between statements of one shape. */
export interface Given {
  tenantId: TenantId;
}

/** Statements of one shape as they are sent. */
export interface Merged<Result> {
  queries: readonly CompiledQuery[];
  /** Gets an answer for each query and gives a result for each statement, in their order. */
  read(answers: readonly Answer<unknown>[]): Result[];
}

/**
 * A statement of which many, also of several tenants, are sent as fewer than they are: each names its tenant beside its other
 * keys.
 */
export type Shape<Of extends Given, Result> = (all: readonly Of[]) => Merged<Result>;

/** A statement's place among others of its shape. */
export interface Shaped<Result> {
  shape: Shape<never, unknown>;
  given: Given;
  /** Makes the statement's result of what its shape read for it. */
  take(read: unknown): Result;
}

/** Queries that belong together, and what is read of their answers. */
interface Part<Result> {
  queries: readonly CompiledQuery[];
  read(answers: readonly Answer<unknown>[]): Result;
}

/** Parts one behind the other; each reads the answers of its own queries. */
export const inSequence = <Result>(parts: readonly Part<Result>[]): Merged<Result> => ({
  queries: parts.flatMap(({ queries }) => queries),
  read: (answers) => {
    let from = 0;
    return parts.map(({ queries, read }) => {
      const own = answers.slice(from, from + queries.length);
      from += queries.length;
      return read(own);
    });
  },
});

/** Sends what was given to one and the same shape through it. */
export function merge<Result>(all: readonly Shaped<Result>[]): Merged<Result> {
  const [first] = all;
  if (!first) throw new Error('nothing to merge');
  const { queries, read } = first.shape(all.map(({ given }) => asGiven(given)));
  return {
    queries,
    read: (answers) => {
      const results = read(answers);
      return all.map(({ take }, index) => take(results[index]));
    },
  };
}

/** A shape is only ever given what it takes: `TenantDb.shaped` has made sure of both together. */
const asGiven = (given: Given): never => given as never;
