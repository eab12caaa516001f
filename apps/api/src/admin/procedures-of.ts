import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server';
import type { z } from 'zod';
import type { AdminMeta } from './meta.ts';

/** One procedure, with all that serves or describes it outside tRPC. */
export interface AdminProcedure {
  /** `tenants.create` */
  name: string;
  type: AnyTRPCProcedure['_def']['type'];
  meta: AdminMeta;
  input: z.ZodType;
  output: z.ZodType;
}

/** Every procedure of a router. Throws for one that lacks meta, or has not exactly one input and an output schema. */
export function proceduresOf(router: AnyTRPCRouter): AdminProcedure[] {
  return Object.entries<AnyTRPCProcedure>(router._def.procedures).map(([name, { _def }]) => {
    const { type, meta, inputs, output } = definition(_def);
    const [input] = inputs;
    if (!meta || !input || inputs.length > 1 || !output) throw new Error(`${name} is not fully declared`);
    return { name, type, meta, input, output };
  });
}

interface Definition {
  type: AnyTRPCProcedure['_def']['type'];
  meta?: AdminMeta | undefined;
  inputs: z.ZodType[];
  output?: z.ZodType;
}

/** tRPC keeps what `.meta()`, `.input()` and `.output()` were given, but its public type does not say so. */
const definition = (def: object): Definition => def as Definition;
