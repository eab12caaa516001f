import { type SendGuard, UpstreamError } from '../../contract/index.ts';
import { type ChatwootAccount, callAsAllowed } from './bot-rights.ts';
import { parseIdRef } from './wire.ts';

/** An unknown agent or team silently unassigns; the answer names who has it now (contracts/chatwoot.md §10.3). */
export async function assign(
  chatwoot: ChatwootAccount,
  input: { conversationId: number } & ({ agentId: number } | { teamId: number }),
  guard: SendGuard,
): Promise<void> {
  const path = `conversations/${input.conversationId}/assignments`;
  const isAgent = 'agentId' in input;
  const wanted = isAgent ? input.agentId : input.teamId;
  const json = isAgent ? { assignee_id: wanted } : { team_id: wanted };
  const call = { method: 'POST', path, json, repeatable: true, guard } as const;
  const response = await callAsAllowed(chatwoot, { right: 'assign', call });
  if (parseIdRef(response.json)?.id === wanted) return;
  throw new UpstreamError('rejected', `${path}: there is no ${isAgent ? 'agent' : 'team'} ${wanted}`, {
    status: response.status,
  });
}
