import { hash, timingSafeEqual } from 'node:crypto';
import type { AcceptedProof, Verdict, WebhookRequest } from '../contract/index.ts';
import { hmacOfBody } from './sign-body.ts';

/** Header names, lower case, under which one upstream sends its proofs (product page §5.3). */
export interface ProofHeaders {
  signature: string;
  timestamp: string;
  /** Where the upstream may send its secret as it is; none when it never does. */
  secretKeys: readonly string[];
}

/** How far a signed time may be from ours, either way. */
const toleranceMs = 300_000;

/**
 * Checks a webhook's proof: `[sha256=]<hex>` HMAC-SHA256 over `<timestamp>.<raw body>`, or over the raw body when no
 * timestamp is sent; else a secret sent as it is; else the path key alone where that is accepted. A signature or secret
 * that is sent decides. Takes the same time whichever secret matches.
 */
export function verifyProof(names: ProofHeaders, request: WebhookRequest, accepted: AcceptedProof): Verdict {
  const signature = request.header(names.signature);
  if (signature !== undefined) {
    return verifySignature(signature, request.header(names.timestamp), request, accepted.secrets);
  }
  const secretKey = names.secretKeys.map((name) => request.header(name)).find((value) => value !== undefined);
  if (secretKey !== undefined && matchesSecret(accepted.secrets, secretKey))
    return { ok: true, scheme: 'secret-key' };
  const token = request.header('x-webhook-token');
  if (token !== undefined && matchesSecret(accepted.secrets, token)) return { ok: true, scheme: 'token' };

  if (secretKey !== undefined || token !== undefined) return { ok: false, reason: 'mismatch' };
  return accepted.pathKeyAlone ? { ok: true, scheme: 'path-key' } : { ok: false, reason: 'missing' };
}

function verifySignature(
  signature: string,
  timestamp: string | undefined,
  request: WebhookRequest,
  secrets: readonly string[],
): Verdict {
  if (timestamp !== undefined && !isFresh(timestamp, request.receivedAtMs))
    return { ok: false, reason: 'stale' };
  const given = digestOf(signature);
  if (given === null) return { ok: false, reason: 'mismatch' };
  let matches = false;
  for (const secret of secrets) {
    // An empty secret is one that nobody has set: anyone could sign with it.
    if (secret !== '' && timingSafeEqual(hmacOfBody(secret, timestamp, request.body), given)) matches = true;
  }
  if (!matches) return { ok: false, reason: 'mismatch' };
  return { ok: true, scheme: timestamp === undefined ? 'plain-signature' : 'signature' };
}

function isFresh(timestamp: string, receivedAtMs: number): boolean {
  return /^\d{1,12}$/.test(timestamp) && Math.abs(receivedAtMs - Number(timestamp) * 1_000) <= toleranceMs;
}

function digestOf(signature: string): Buffer | null {
  const hex = signature.startsWith('sha256=') ? signature.slice(7) : signature;
  if (hex.length !== 64) return null;
  const digest = Buffer.from(hex, 'hex');
  return digest.length === 32 ? digest : null;
}

/** Compares digests, so that the time tells neither length nor content. */
function matchesSecret(secrets: readonly string[], given: string): boolean {
  const digest = hash('sha256', given, 'buffer');
  let matches = false;
  for (const secret of secrets) {
    if (secret !== '' && timingSafeEqual(hash('sha256', secret, 'buffer'), digest)) matches = true;
  }
  return matches;
}
