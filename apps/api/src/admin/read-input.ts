import { AppError, holdsTooManyValues, type Issue } from '@tandem/schemas';
import type { Context } from 'hono';
import type { RestMeta } from './meta.ts';

type Fields = Record<string, unknown>;

/** A procedure's input as REST carries it: fields of the path, and the query (GET, DELETE, files) or the JSON body. */
export async function readInput(c: Context, rest: RestMeta): Promise<Fields> {
  const elsewhere: Fields = {
    ...c.req.param(),
    ...(rest.ifMatch && readVersion(c.req.header('if-match'))),
    ...(rest.consumes && (await readFile(c))),
  };
  const hasFields = rest.consumes === undefined && !['GET', 'HEAD', 'DELETE'].includes(c.req.method);
  const given = hasFields ? parseObject(await c.req.arrayBuffer()) : c.req.query();
  const names = [...Object.keys(elsewhere), ...(rest.ifMatch ? ['expectedVersion'] : [])];
  const misplaced = names.filter((name) => Object.hasOwn(given, name));
  if (misplaced.length > 0) throw badInput(misplaced.map((path) => ({ path, message: 'is not known here' })));
  return { ...given, ...elsewhere };
}

async function readFile(c: Context): Promise<Fields> {
  const contentType = c.req.header('content-type');
  const file = Buffer.from(await c.req.arrayBuffer()).toString('base64');
  return { file, ...(contentType !== undefined && { contentType }) };
}

/** An empty body is an empty object; the content type does not matter. */
function parseObject(body: ArrayBuffer): Fields {
  if (body.byteLength === 0) return {};
  const value = parseJson(body);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw badInput([{ path: '', message: 'must be a JSON object' }]);
}

function parseJson(body: ArrayBuffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    if (!holdsTooManyValues(text)) return JSON.parse(text);
  } catch (cause) {
    throw new AppError('bad_request', { public: 'The body is not JSON in UTF-8.', cause });
  }
  throw badInput([{ path: '', message: 'holds too many values' }]);
}

/** `If-Match: 3`, also quoted as an entity tag; `*` is any version. */
function readVersion(header: string | undefined): Fields {
  if (header === undefined || header.trim() === '*') return {};
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())?.[1];
  if (version !== undefined) return { expectedVersion: Number(version) };
  throw badInput([{ path: 'If-Match', message: 'must be a version such as 3, or *' }]);
}

const badInput = (issues: Issue[]): AppError =>
  new AppError('bad_request', { public: 'The input is not what this call takes.', issues });
