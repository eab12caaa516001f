import type { AcceptedProof, Verdict, WebhookRequest } from '../../contract/index.ts';
import { verifyProof } from '../../proof/verify-proof.ts';

const headers = {
  signature: 'x-bp-signature',
  timestamp: 'x-bp-timestamp',
  secretKeys: ['x-secret-key', 'x-bp-messaging-webhook-token'],
};

/**
 * The proofs of the Botpress routes, the same for every dialect (product page §5.3): our generic dialect's signature,
 * the plain secrets of the Chat integration and of v12's messaging server (contracts/botpress.md §6), a token.
 */
export function verifyWebhook(request: WebhookRequest, accepted: AcceptedProof): Verdict {
  return verifyProof(headers, request, accepted);
}
