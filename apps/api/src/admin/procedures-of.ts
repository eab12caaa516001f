import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server';
import type { z } from 'zod';
import type { AdminMeta, RestMeta } from './meta.ts';

/** One procedure, with all that serves or describes it outside tRPC. */
export interface AdminProcedure {
  /** `tenants.create` */
  name: string;
  type: AnyTRPCProcedure['_def']['type'];
  meta: AdminMeta;
  input: z.ZodType;
  output: z.ZodType;
}

/** One that REST serves. */
export interface RestProcedure extends AdminProcedure {
  rest: RestMeta;
}

/**
 * Every procedure of a router. Throws for one that lacks meta, has not exactly one input and an output schema, or is a
 * subscription with a place in REST, or something else without one.
 */
export function proceduresOf(router: AnyTRPCRouter): AdminProcedure[] {
  return Object.entries<AnyTRPCProcedure>(router._def.procedures).map(([name, { _def }]) => {
    const { type, meta, inputs, output } = definition(_def);
    const [input] = inputs;
    if (!meta || !input || inputs.length > 1 || !output) throw new Error(`${name} is not fully declared`);
    if ((type === 'subscription') !== (meta.rest === null)) {
      throw new Error(`${name}: subscriptions stand outside REST, everything else in it`);
    }
    return { name, type, meta, input, output };
  });
}

/** The procedures that REST serves: all but subscriptions. */
export const restProceduresOf = (router: AnyTRPCRouter): RestProcedure[] =>
  proceduresOf(router).flatMap((procedure) => {
    const { rest } = procedure.meta;
    return rest === null ? [] : [{ ...procedure, rest }];
  });

interface Definition {
  type: AnyTRPCProcedure['_def']['type'];
  meta?: AdminMeta | undefined;
  inputs: z.ZodType[];
  output?: z.ZodType;
}

/** tRPC keeps what `.meta()`, `.input()` and `.output()` were given, but its public type does not say so. */
const definition = (def: object): Definition => def as Definition;
