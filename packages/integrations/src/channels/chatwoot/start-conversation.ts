import { type SendGuard, UpstreamError } from '../../contract/index.ts';
import type { CallChatwoot } from './call-chatwoot.ts';
import { parseIdRef } from './wire.ts';

/** Source: contracts/chatwoot.md §4, §10.3. Chatwoot decides the status where a bot answers the inbox: pending. */
export async function startConversation(
  call: CallChatwoot,
  input: { inboxId: number; contactId: number; sourceId: string; status?: 'open' | 'pending' },
  guard: SendGuard,
): Promise<{ conversationId: number }> {
  const { inboxId, contactId, sourceId, status } = input;
  const json = { inbox_id: inboxId, contact_id: contactId, source_id: sourceId, status };
  const path = 'conversations';
  const response = await call({ method: 'POST', path, json, as: 'bot', repeatable: false, guard });
  const created = parseIdRef(response.json);
  if (created !== null) return { conversationId: created.id };
  throw new UpstreamError('unknown-outcome', 'Chatwoot made a conversation without naming it', {
    status: response.status,
  });
}
