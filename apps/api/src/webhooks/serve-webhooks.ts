import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer-outcome.ts';
import { createBodyRoom } from './body-room.ts';
import { readIncoming } from './read-incoming.ts';
import { type Provider, takeWebhook, type WebhookDeps } from './take-webhook.ts';

/** Answers a request, or says with `false` that it is for others. */
export type Front = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/** The webhook routes as in webhook-routes.ts: provider, then key, both with and without a trailing slash. */
const route = /^\/api\/webhooks\/chatbot\/(chatwoot|botpress)(?:\/([^/?]+))?\/?(?:\?.*)?$/;

/** So long a sender may go on with what is too large, to hear the answer. */
const cutAfterMs = 500;

/** The webhook routes straight at the server, without a web request and response around each. */
export function serveWebhooks(deps: WebhookDeps, room = createBodyRoom()): Front {
  return (incoming, outgoing) => {
    const found = incoming.method === 'POST' ? route.exec(incoming.url ?? '') : null;
    if (!found) return false;
    const [, provider, key] = found;
    const place = room.open();
    void takeWebhook(deps, {
      provider: asProvider(provider),
      webhookKey: key === undefined ? null : decoded(key),
      header: (name) => headerOf(incoming, name),
      read: (bytesMax) => readIncoming(incoming, bytesMax, place),
      done: place.leave,
    })
      .then((answer) => write(answer, incoming, outgoing))
      .catch(() => outgoing.destroy());
    return true;
  };
}

function write({ status, body, headers }: Answer, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const text = JSON.stringify(body);
  if (!incoming.complete) setTimeout(() => incoming.destroy(), cutAfterMs).unref();
  outgoing.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  outgoing.end(text);
}

/** The expression knows no other. */
const asProvider = (name: string | undefined): Provider => name as Provider;

/** Node gives a list for `set-cookie` alone. */
function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
