import type { Unreached, UpstreamError } from '../contract/index.ts';
import { isAddressRefused } from '../http/guarded-connector.ts';

const byCode: Readonly<Record<string, Unreached>> = {
  ENOTFOUND: 'unknown-host',
  EAI_AGAIN: 'unknown-host',
  EAI_FAIL: 'unknown-host',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'silent',
  ENETUNREACH: 'silent',
  ETIMEDOUT: 'silent',
  UND_ERR_CONNECT_TIMEOUT: 'silent',
  CERT_HAS_EXPIRED: 'certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
  EPROTO: 'no-tls',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'no-tls',
};

/** What a request that was not answered failed of, from the error under the `UpstreamError`. Pure. */
export function whyUnreached(error: UpstreamError): { why: Unreached; detail: string } {
  const codes = codesUnder(error);
  const detail = codes[0] ?? error.message;
  if (isAddressRefused(error.cause)) return { why: 'private', detail };
  if (error.kind === 'rate-limited') return { why: 'unspent', detail };
  for (const code of codes) {
    const why = byCode[code];
    if (why !== undefined) return { why, detail };
    if (code.startsWith('CERT_')) return { why: 'certificate', detail };
    if (code.startsWith('ERR_SSL_')) return { why: 'no-tls', detail };
  }
  return { why: error.kind === 'timeout' || error.kind === 'unreachable' ? 'silent' : 'no-http', detail };
}

/** Of the error and of all it was caused by, the outermost first. */
function codesUnder(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const under = error instanceof AggregateError ? error.errors : [error.cause];
  return [...own, ...under.flatMap(codesUnder)];
}
