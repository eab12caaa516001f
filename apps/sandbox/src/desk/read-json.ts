import type { Context } from 'hono';
import type { z } from 'zod';

const bodyBytesMax = 128 * 1_024;

/** A request that the sandbox refuses; `message` is for people. */
export class Refused extends Error {
  readonly status: 400 | 404 | 409 | 413 | 503;
  readonly issues: { path: string; message: string }[];

  constructor(status: Refused['status'], message: string, issues: Refused['issues'] = []) {
    super(message);
    this.status = status;
    this.issues = issues;
  }
}

/** The body of a request as the schema wants it. Throws `Refused` with 400. */
export async function readJson<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  // A foreign page can send a form without asking, JSON it cannot.
  if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new Refused(400, 'Send JSON with content-type application/json.');
  }
  const text = await readText(c);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refused(400, 'The body is not JSON.');
  }
  return accept(schema, body);
}

async function readText(c: Context): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bodyBytesMax) throw new Refused(413, 'The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** A value as the schema wants it. Throws `Refused` with 400. */
export function accept<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new Refused(400, 'The input is not what this call takes.', issues);
}
