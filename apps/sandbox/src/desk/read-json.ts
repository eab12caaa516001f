import type { Context } from 'hono';
import type { z } from 'zod';

/** A request that the sandbox refuses; `message` is for people. */
export class Refused extends Error {
  readonly status: 400 | 404 | 409 | 503;
  readonly issues: { path: string; message: string }[];

  constructor(status: Refused['status'], message: string, issues: Refused['issues'] = []) {
    super(message);
    this.status = status;
    this.issues = issues;
  }
}

/** The body of a request as the schema wants it. Throws `Refused` with 400. */
export async function readJson<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  // A foreign page can send a form without asking, JSON it cannot.
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new Refused(400, 'Send JSON with content-type application/json.');
  }
  let body: unknown;
  try {
    body = JSON.parse(await c.req.text());
  } catch {
    throw new Refused(400, 'The body is not JSON.');
  }
  return accept(schema, body);
}

/** A value as the schema wants it. Throws `Refused` with 400. */
export function accept<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new Refused(400, 'The input is not what this call takes.', issues);
}
