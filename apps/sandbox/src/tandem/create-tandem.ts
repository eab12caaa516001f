import type { z } from 'zod';
import { zErrorAnswer } from './wire.ts';

/** An answer that is no success; `status` is null when there was none. */
export class TandemError extends Error {
  readonly status: number | null;

  constructor(message: string, options: { status: number | null; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'TandemError';
    this.status = options.status;
  }
}

/** Tandem's admin API with the platform's key. Each call throws `TandemError`. */
export interface Tandem {
  get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>>;
  send<Schema extends z.ZodType>(
    call: { method: 'POST' | 'PUT' | 'PATCH'; path: string; json: unknown },
    schema: Schema,
  ): Promise<z.output<Schema>>;
  isReady(): Promise<boolean>;
}

const timeoutMs = 10_000;

export function createTandem(options: {
  apiUrl: string;
  rootKey: string;
  /** Aborted: every call under way ends. */
  closing: AbortSignal;
  /** Told of every call whether Tandem answered at all. */
  onReached: (isReached: boolean) => void;
}): Tandem {
  const { apiUrl, rootKey, closing, onReached } = options;

  async function call<Schema extends z.ZodType>(
    request: { method: string; path: string; json?: unknown },
    schema: Schema,
  ): Promise<z.output<Schema>> {
    const { method, path, json } = request;
    const label = `${method} ${path.split('?', 1)[0]}`;
    const { status, body } = await reach(label, `/api/chatbot${path}`, {
      method,
      headers: {
        authorization: `Bearer ${rootKey}`,
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    if (status < 200 || status > 299) {
      const words = zErrorAnswer.safeParse(body).data?.error.message ?? 'no words with it';
      throw new TandemError(`${label} was refused with ${status}: ${words}`, { status });
    }
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new TandemError(`${label} was answered with something else than promised`, {
      status,
      cause: parsed.error,
    });
  }

  async function reach(
    label: string,
    path: string,
    init: RequestInit,
  ): Promise<{ status: number; body: unknown }> {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]);
    try {
      const response = await fetch(`${apiUrl}${path}`, { ...init, signal });
      const text = await response.text();
      onReached(true);
      return { status: response.status, body: parseJson(text) };
    } catch (cause) {
      if (!closing.aborted) onReached(false);
      throw new TandemError(`${label}: Tandem does not answer`, { status: null, cause });
    }
  }

  return {
    get: (path, schema) => call({ method: 'GET', path }, schema),
    send: (request, schema) => call(request, schema),
    async isReady() {
      const answer = await reach('readiness', '/readyz', {}).catch(() => null);
      return answer?.status === 200;
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
