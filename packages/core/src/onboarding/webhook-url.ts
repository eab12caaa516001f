import { createHash } from 'node:crypto';
import type { WebhookKeyOwner } from '@tandem/db';
import type { ConnectionId } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';
import { putConnections } from '../connections/index.ts';
import type { OnboardingRun } from './run.ts';

type Provider = 'chatwoot' | 'botpress';

/** A connection of the tenant's own. */
export interface MadeConnection {
  connectionId: ConnectionId;
  /** Its webhook URL where it was made just now; null: nobody but the upstream knows it. */
  newUrl: string | null;
}

/** Reads a connection as answered. Throws an Error where there is none: it was written just now. */
export function madeConnection(view: { id: string; webhookUrl: string } | null): MadeConnection {
  if (view === null) throw new Error('the connection that was written is not there');
  // The view's id is that of its row.
  const connectionId = view.id as ConnectionId;
  return { connectionId, newUrl: view.webhookUrl.endsWith('••••') ? null : view.webhookUrl };
}

/** Whether a URL is a webhook URL of this installation, whosever. */
export const isWebhookUrl = ({ installation }: Pick<AdminContext, 'installation'>, url: string): boolean =>
  url.startsWith(`${installation.publicUrl}/api/webhooks/chatbot/`);

/** Whose key a webhook URL of ours carries; null when it carries none that is known, or is not ours. */
export async function ownerOfUrl(
  context: AdminContext,
  { provider, url }: { provider: Provider; url: string | null },
): Promise<WebhookKeyOwner | null> {
  const prefix = `${context.installation.publicUrl}/api/webhooks/chatbot/${provider}/`;
  if (url === null || !url.startsWith(prefix)) return null;
  const hash = createHash('sha256').update(url.slice(prefix.length)).digest('hex');
  return await context.database.platform.webhookKeys.findByHash(hash, context.now());
}

/** Whether a URL carries the connection's key that is in use, and not one that ends with an overlap. */
export async function isInUse(
  context: AdminContext,
  input: { provider: Provider; url: string | null; connectionId: ConnectionId },
): Promise<boolean> {
  const owner = await ownerOfUrl(context, input);
  return owner?.connectionId === input.connectionId && owner.validUntil === null;
}

/** The connection's webhook URL: the new one, or (its key is stored nowhere) one with another key. */
export async function obtainUrl(
  run: OnboardingRun,
  { provider, connection }: { provider: Provider; connection: MadeConnection },
): Promise<string> {
  if (connection.newUrl !== null) return connection.newUrl;
  const rotated = await putConnections(run.context, {
    tenantId: run.tenant.id,
    [provider]: { rotateWebhookKey: true },
  });
  const { newUrl } = madeConnection(rotated[provider]);
  if (newUrl === null) throw new Error('a rotated webhook key is not shown');
  return newUrl;
}
