import { randomUUID } from 'node:crypto';

/** An error as Botpress words it (contracts/botpress.md §5). */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly headers: Record<string, string>;

  constructor(status: number, type: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = headers;
  }
}

/** The error as an answer; `asStatus200`: with HTTP 200, as it may come (contracts/botpress.md §1a). */
export function refuse(refusal: Refusal, options: { asStatus200: boolean }): Response {
  const { status, type, message, headers } = refusal;
  const body = { id: `err_${randomUUID().replaceAll('-', '')}`, code: status, type, message };
  return Response.json(body, { status: options.asStatus200 ? 200 : status, headers });
}

/** A path or webhook id nobody serves: no `type`, no `code` (fixture 57). */
export function noSuchRoute(): Response {
  return Response.json({ message: 'No such route' }, { status: 404 });
}
