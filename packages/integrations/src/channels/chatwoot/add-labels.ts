import { type SendGuard, UpstreamError } from '../../contract/index.ts';
import { type ChatwootAccount, callAsAllowed } from './bot-rights.ts';
import { parseLabels } from './wire.ts';

/** Chatwoot replaces all labels at once: read, merge, write; nothing is written when all are there (contracts/chatwoot.md §10.3). */
export async function addLabels(
  chatwoot: ChatwootAccount,
  input: { conversationId: number; labels: readonly string[] },
  guard: SendGuard,
): Promise<void> {
  const path = `conversations/${input.conversationId}/labels`;
  const read = { method: 'GET', path, repeatable: true } as const;
  const response = await callAsAllowed(chatwoot, { right: 'labels', call: read });
  const present = parseLabels(response.json);
  if (present === null)
    throw new UpstreamError('malformed', `${path}: not a list of labels`, { status: response.status });
  const labels = [...new Set([...present, ...input.labels])];
  if (labels.length === present.length) return;
  const write = { method: 'POST', path, json: { labels }, repeatable: true, guard } as const;
  await callAsAllowed(chatwoot, { right: 'labels', call: write });
}
