import dns from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from './public-address.ts';

/** The host is, or resolves only to, addresses that are not public. */
export class AddressRefused extends Error {
  constructor() {
    super('the host resolves to a private or reserved address; UPSTREAM_ALLOW_PRIVATE=true would allow it');
    this.name = 'AddressRefused';
  }
}

/** Whether a connection failed because its address may not be reached. */
export function isAddressRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const causes = error instanceof AggregateError ? error.errors : [error.cause];
  return [error, ...causes].some((cause) => cause instanceof AddressRefused);
}

/** How names become addresses; `dns.lookup` outside tests. */
export type ResolveAll = (
  hostname: string,
  options: dns.LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: dns.LookupAddress[]) => void,
) => void;

/**
 * Opens connections for an undici `Agent`. The check sits where the address to connect to is chosen, so a name that
 * answers differently the second time gains nothing.
 */
export function guardedConnector(options: {
  allowPrivate: boolean;
  connectTimeoutMs: number;
  resolveAll?: ResolveAll;
}): buildConnector.connector {
  const resolveAll = options.resolveAll ?? dns.lookup;
  const connect = buildConnector({
    timeout: options.connectTimeoutMs,
    allowH2: false,
    lookup: options.allowPrivate ? plainLookup(resolveAll) : publicLookup(resolveAll),
  });
  if (options.allowPrivate) return connect;
  return (target, callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    // A literal address is connected to without any lookup.
    if (isIP(host) !== 0 && !isPublicAddress(host)) callback(new AddressRefused(), null);
    else connect(target, callback);
  };
}

function publicLookup(resolveAll: ResolveAll): LookupFunction {
  return lookupWith(resolveAll, (addresses) => addresses.filter(({ address }) => isPublicAddress(address)));
}

function plainLookup(resolveAll: ResolveAll): LookupFunction {
  return lookupWith(resolveAll, (addresses) => addresses);
}

function lookupWith(
  resolveAll: ResolveAll,
  allow: (addresses: dns.LookupAddress[]) => dns.LookupAddress[],
): LookupFunction {
  return (hostname, lookupOptions, callback) => {
    resolveAll(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const allowed = allow(addresses);
      const [first] = allowed;
      if (first === undefined) return callback(new AddressRefused(), '', 0);
      if (lookupOptions.all === true) return callback(null, allowed);
      return callback(null, first.address, first.family);
    });
  };
}
