import type { AcceptedProof, Verdict, WebhookRequest } from '../../contract/index.ts';
import { verifyProof } from '../../proof/verify-proof.ts';

const headers = { signature: 'x-bp-signature', timestamp: 'x-bp-timestamp', secretKey: 'x-secret-key' };

/**
 * The proofs of the Botpress routes, the same for every dialect (product page §5.3): our generic dialect's signature,
 * the Chat integration's plain secret (contracts/botpress.md §6), a token.
 */
export function verifyWebhook(request: WebhookRequest, accepted: AcceptedProof): Verdict {
  return verifyProof(headers, request, accepted);
}
