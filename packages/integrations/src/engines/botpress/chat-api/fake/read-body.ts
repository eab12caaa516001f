import type { Context } from 'hono';
import type { z } from 'zod';
import { Refusal } from './refusal.ts';

const requestBytesMax = 1_000_000;

/** Parses a request's body by its schema or refuses it. */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await c.req.text();
  if (Buffer.byteLength(text) > requestBytesMax) {
    throw new Refusal(413, 'PayloadTooLarge', 'The request is larger than 1 MB');
  }
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new Refusal(400, 'InvalidPayload', parsed.error.issues.map(({ path }) => path.join('/')).join(', '));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'InvalidPayload', 'The body is not JSON');
  }
}
