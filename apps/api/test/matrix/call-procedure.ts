import type { ErrorCode } from '@tandem/schemas';
import { vi } from 'vitest';
import type { AdminProcedure } from '../../src/admin/procedures-of.ts';
import type { Admin } from '../open-admin.ts';

type Input = Record<string, unknown>;

/** What came back: of a stream the head alone, after which it is ended. */
export interface Answered {
  /** `REST PUT`, `tRPC` */
  way: string;
  status: number;
  /** Of a failure. */
  code: ErrorCode | null;
  message: string | null;
  text: string;
}

/** The ways in which a procedure can be called: by each of its methods in REST, and by tRPC. */
export function waysOf(procedure: AdminProcedure): ((input: Input) => Request)[] {
  const { rest } = procedure.meta;
  const overRest = (rest?.methods ?? []).map((method) => (input: Input) => {
    const fields = { ...input };
    const take = (name: string) => {
      const value = String(fields[name]);
      delete fields[name];
      return encodeURIComponent(value);
    };
    const path = (rest?.path ?? '').replace(/\{(\w+)\}/g, (_, name: string) => take(name));
    const headers = { ...(rest?.ifMatch && fields.expectedVersion !== undefined && ifMatch(fields)) };
    if (rest?.consumes) {
      const { file, ...query } = fields;
      const body = Buffer.from(String(file), 'base64');
      const target = `http://tandem.test${path}?${queryOf(query)}`;
      return new Request(target, { method, headers, body });
    }
    if (method !== 'GET' && method !== 'DELETE') {
      return new Request(`http://tandem.test${path}`, { method, headers, body: JSON.stringify(fields) });
    }
    return new Request(`http://tandem.test${path}?${queryOf(fields)}`, { method, headers });
  });
  return [...overRest, (input) => trpcRequest(procedure, input)];
}

const queryOf = (fields: Input): URLSearchParams =>
  new URLSearchParams(Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]));

function ifMatch(fields: Input): Record<string, string> {
  const version = String(fields.expectedVersion);
  delete fields.expectedVersion;
  return { 'if-match': version };
}

function trpcRequest({ name, type }: AdminProcedure, input: Input): Request {
  const url = `http://tandem.test/trpc/${name}`;
  const text = JSON.stringify(input);
  if (type === 'mutation') {
    return new Request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text });
  }
  const headers = { ...(type === 'subscription' && { accept: 'text/event-stream' }) };
  return new Request(`${url}?input=${encodeURIComponent(text)}`, { headers });
}

/** `key` null: none is sent. */
export async function send(admin: Admin, request: Request, key: string | null): Promise<Answered> {
  if (key !== null) request.headers.set('authorization', `Bearer ${key}`);
  const response = await admin.app.request(request);
  const isTrpc = new URL(request.url).pathname.startsWith('/trpc/');
  const way = isTrpc ? 'tRPC' : `REST ${request.method}`;
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    return { way, ...(await readHead(admin, response)) };
  }
  const text = await response.text();
  const ok = { way, status: response.status, code: null, message: null, text };
  return response.ok ? ok : { ...ok, ...failureIn(isTrpc, JSON.parse(text).error) };
}

const failureIn = (isTrpc: boolean, error: ReturnType<typeof JSON.parse>) => ({
  code: isTrpc ? error.data.code : error.code,
  message: error.message,
});

/** A refused subscription says so in its first event; one that is let in waits for more, or is over. */
async function readHead(admin: Admin, response: Response): Promise<Omit<Answered, 'way'>> {
  const { subscriptions } = admin.deps;
  let text = '';
  const add = (chunk: string) => {
    text += chunk;
  };
  const ending = new AbortController();
  const reading = response.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeTo(new WritableStream({ write: add }), { signal: ending.signal })
    .catch(() => {});
  const failure = () => /event: serialized-error\ndata: (.*)\n/.exec(text)?.[1];
  const { pauses } = admin.told;
  const isDecided = () =>
    failure() !== undefined || text.includes('event: return') || admin.told.pauses > pauses;
  await vi.waitUntil(isDecided, { interval: 1, timeout: 5_000 });
  ending.abort();
  await reading;
  await vi.waitUntil(() => subscriptions.open === 0, { interval: 1, timeout: 5_000 });
  const told = failure();
  if (told === undefined) return { status: 200, code: null, message: null, text };
  const error = JSON.parse(told);
  return { status: error.data.httpStatus, ...failureIn(true, error), text };
}
