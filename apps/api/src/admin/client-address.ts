import type { Context } from 'hono';

interface Peer {
  /** Of the connection itself. */
  peer: string;
  /** The header `X-Forwarded-For`. */
  forwardedFor: string | undefined;
  /** How many proxies in front of the api add to that header; each adds the address it was called from, at the end. */
  trustedProxies: number;
}

/**
 * The address that wrong keys are counted for. What a client writes into the header stands before what our proxies add, and
 * is not read. Without as many entries as there are proxies somebody came past them: then the connection's own counts. Pure.
 */
export function clientAddress({ peer, forwardedFor, trustedProxies }: Peer): string {
  if (trustedProxies === 0 || forwardedFor === undefined) return peer;
  const hops = forwardedFor.split(',');
  return hops.at(-trustedProxies)?.trim() || peer;
}

/** Of the client of a request. */
export const addressOf = (c: Context, { trustedProxies }: Pick<Peer, 'trustedProxies'>): string =>
  clientAddress({ peer: peerOf(c), forwardedFor: c.req.header('x-forwarded-for'), trustedProxies });

/** The address of a connection served by Node (`@hono/node-server` hands its request over); `unknown` without one. */
function peerOf(c: Pick<Context, 'env'>): string {
  const { incoming } = nodeBindings(c.env);
  return incoming?.socket?.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown';
}

interface NodeBindings {
  incoming?: { socket?: { remoteAddress?: string | undefined } };
}

/** Hono leaves the type of what its server hands over to the app; under another server it is empty. */
const nodeBindings = (env: unknown): NodeBindings => (env ?? {}) as NodeBindings;
