import { AppError } from '@tandem/schemas';
import { zFileAnswer } from '@tandem/schemas/admin';
import { type AnyTRPCRouter, callTRPCProcedure } from '@trpc/server';
import { type Context, Hono } from 'hono';
import type { AdminRequest } from './context.ts';
import { type Failure, failureOf, statusByCode } from './errors.ts';
import { joinPages } from './join-pages.ts';
import type { RestMeta } from './meta.ts';
import { restProceduresOf } from './procedures-of.ts';
import { readInput } from './read-input.ts';

export type AdminEnv = { Variables: { requestId: string; admin: AdminRequest } };

/** The router's procedures as REST, from the table in their meta: same checks, same words, the promised statuses. */
export function restRoutes(router: AnyTRPCRouter): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();
  for (const { name, type, rest } of restProceduresOf(router)) {
    const path = rest.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const answer = async (c: Context<AdminEnv>): Promise<Response> => {
      const input = await readInput(c, rest);
      const call = { router, path: name, type, signal: c.req.raw.signal, batchIndex: 0 };
      const ask = (given: object): Promise<unknown> =>
        callTRPCProcedure({ ...call, ctx: c.get('admin'), getRawInput: async () => given });
      try {
        const output = await ask(input);
        if (!rest.produces) return c.json(output, rest.status);
        const next = (cursor: string) => ask({ ...input, cursor });
        return answerFile(c, rest, { output, next: rest.joined ? next : null });
      } catch (thrown) {
        return fail(c, unknownId(failureOf(thrown), Object.keys(c.req.param())));
      }
    };
    app.on([...rest.methods], [path, `${path}/`], (c) => answer(c).catch((thrown) => refuse(c, thrown)));
  }
  return app;
}

interface FilePages {
  /** The first page. */
  output: unknown;
  /** Asks for the pages behind it, to be joined; null: one page is one answer. */
  next: ((cursor: string) => Promise<unknown>) | null;
}

/** The text itself, under its name; where the next page begins is in a header, unless all of them are joined. */
function answerFile(c: Context<AdminEnv>, rest: RestMeta, { output, next }: FilePages): Response {
  const { file, nextCursor } = zFileAnswer.parse(output);
  const isText = file.encoding === undefined;
  c.header('content-type', isText ? `${file.mediaType}; charset=utf-8` : file.mediaType);
  c.header('content-disposition', `attachment; filename="${file.name}"`);
  if (next) return c.body(joinPages({ text: file.text, nextCursor, next }), rest.status);
  if (nextCursor !== null) c.header('x-next-cursor', nextCursor);
  return c.body(isText ? file.text : Buffer.from(file.text, file.encoding), rest.status);
}

/** Fails a request that never came to a procedure, which would have written its line in the log. */
export function refuse(c: Context<AdminEnv>, thrown: unknown): Response {
  const failure = failureOf(thrown);
  const { requestId, deps } = c.get('admin');
  const { method, path } = c.req;
  const line = { requestId, method, path: path.slice(0, 200), outcome: failure.code };
  if (failure.code === 'internal') deps.log.error({ ...line, err: thrown }, 'admin request');
  else deps.log.info(line, 'admin request');
  return fail(c, failure);
}

/** Answers with the error body of every admin route. */
export function fail(c: Context<AdminEnv>, failure: Failure): Response {
  announce(c, failure);
  const { code, message, issues } = failure;
  const error = { code, message, ...(issues && { issues }), requestId: c.get('requestId') };
  return c.json({ error }, statusByCode[code]);
}

/** The headers of a failure that say what to do about it. */
export function announce(c: Context<AdminEnv>, { code, retryAfterS }: Failure): void {
  if (code === 'unauthorized') c.header('www-authenticate', 'Bearer');
  if (retryAfterS !== undefined) c.header('retry-after', String(retryAfterS));
}

/** An id in a path that cannot be one names nothing. */
function unknownId(failure: Failure, parameters: readonly string[]): Failure {
  const isUnknown = failure.issues?.some(({ path }) => parameters.includes(path));
  return isUnknown
    ? failureOf(
        new AppError('not_found', {
          public: `There is nothing under this path: ids are UUIDs, and GET /api/chatbot/tenants/by-slug/<slug> finds a tenant's.`,
        }),
      )
    : failure;
}
