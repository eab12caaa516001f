import type { AcceptedProof, Verdict, WebhookRequest } from '../../contract/index.ts';
import { type ProofHeaders, verifyProof } from '../../proof/verify-proof.ts';

/** Source: contracts/chatwoot.md §5. */
const proofHeaders: ProofHeaders = {
  signature: 'x-chatwoot-signature',
  timestamp: 'x-chatwoot-timestamp',
  secretKeys: [],
};

/** Every proof a Chatwoot webhook may carry (product page §5.3). */
export function verifyWebhook(request: WebhookRequest, accepted: AcceptedProof): Verdict {
  return verifyProof(proofHeaders, request, accepted);
}
