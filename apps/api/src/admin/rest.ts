import { AppError } from '@tandem/schemas';
import { type AnyTRPCProcedure, type AnyTRPCRouter, callTRPCProcedure } from '@trpc/server';
import { type Context, Hono } from 'hono';
import type { AdminRequest } from './context.ts';
import { type Failure, failureOf, statusByCode } from './errors.ts';
import type { AdminMeta } from './meta.ts';
import { readInput } from './read-input.ts';

export type AdminEnv = { Variables: { requestId: string; admin: AdminRequest } };

/** The router's procedures as REST, from the table in their meta: same checks, same words, the promised statuses. */
export function restRoutes(router: AnyTRPCRouter): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();
  for (const [name, procedure] of Object.entries<AnyTRPCProcedure>(router._def.procedures)) {
    const { rest } = metaOf(procedure);
    const path = rest.path.replaceAll(/\{(\w+)\}/g, ':$1');
    app.on([...rest.methods], [path, `${path}/`], async (c) => {
      const parameters = c.req.param();
      try {
        const answer: unknown = await callTRPCProcedure({
          router,
          path: name,
          type: procedure._def.type,
          ctx: c.get('admin'),
          getRawInput: once(() => readInput(c, rest)),
          signal: c.req.raw.signal,
          batchIndex: 0,
        });
        return c.json(answer as object, rest.status);
      } catch (thrown) {
        return fail(c, unknownId(failureOf(thrown), Object.keys(parameters)));
      }
    });
  }
  return app;
}

/** Answers with the error body of every admin route. */
export function fail(c: Context<AdminEnv>, failure: Failure): Response {
  if (failure.code === 'unauthorized') c.header('www-authenticate', 'Bearer');
  const { code, message, issues } = failure;
  const error = { code, message, ...(issues && { issues }), requestId: c.get('requestId') };
  return c.json({ error }, statusByCode[code]);
}

/** An id in a path that cannot be one names nothing. */
function unknownId(failure: Failure, parameters: readonly string[]): Failure {
  const isUnknown = failure.issues?.some(({ path }) => parameters.includes(path));
  return isUnknown
    ? failureOf(new AppError('not_found', { public: 'There is nothing under this path.' }))
    : failure;
}

/** tRPC asks for the raw input at each step; a body can be read once. */
function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let reading: Promise<Value> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}

/** Every procedure of this router declares its meta; `router.test.ts` looks that none is without. */
const metaOf = (procedure: AnyTRPCProcedure): AdminMeta => procedure._def.meta as AdminMeta;
