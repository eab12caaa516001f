import type { Context } from 'hono';
import { type Fields, fieldsOf, isFields } from '../wire.ts';
import type { StoredFile } from './files.ts';
import { Refusal } from './refusals.ts';

/** The parameters of a call and the files it carries, from JSON or a form. */
export async function readCallBody(c: Context): Promise<{ body: Fields; files: StoredFile[] }> {
  const type = c.req.header('content-type') ?? '';
  if (type.startsWith('multipart/form-data')) return await readForm(c);
  const text = await c.req.text();
  if (text === '') return { body: {}, files: [] };
  try {
    const body: unknown = JSON.parse(text);
    return { body: isFields(body) ? body : fieldsOf(null), files: [] };
  } catch {
    throw new Refusal(400, { error: 'There was a problem in the JSON you submitted' });
  }
}

async function readForm(c: Context): Promise<{ body: Fields; files: StoredFile[] }> {
  const form = await c.req.raw.formData().catch(() => {
    throw new Refusal(400, { error: 'bad content body' });
  });
  const body: Record<string, unknown> = {};
  const files: StoredFile[] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') body[name] = value;
    else if (name === 'attachments[]') {
      const bytes = new Uint8Array(await value.arrayBuffer());
      files.push({ name: value.name, contentType: value.type || 'application/octet-stream', bytes });
    }
  }
  return { body, files };
}
