import type { TenantId } from '@tandem/schemas';
import type { ConnectionsAnswer } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { botpressView, chatwootView } from './connection-views.ts';

/** A tenant's own connections without secrets; null where it uses the installation's. */
export async function getConnections(
  context: AdminContext,
  input: { tenantId: TenantId },
): Promise<ConnectionsAnswer['connections']> {
  return await showConnections(context, { ...input, newKeys: {} });
}

interface ShowConnections {
  tenantId: TenantId;
  /** Webhook keys made just now: shown this once. */
  newKeys: { chatwoot?: string | null; botpress?: string | null };
}

export async function showConnections(
  context: AdminContext,
  input: ShowConnections,
): Promise<ConnectionsAnswer['connections']> {
  const { tenantId, newKeys } = input;
  const { connections } = context.database.enter(tenantId);
  const show = async (provider: 'chatwoot' | 'botpress') => {
    const connection = await connections.active(provider);
    if (connection?.source !== 'own') return null;
    const { secretNames } = context.open(tenantId, connection);
    const { publicUrl } = context.installation;
    return { connection, secretNames, publicUrl, webhookKey: newKeys[provider] ?? null };
  };
  const chatwoot = await show('chatwoot');
  const botpress = await show('botpress');
  return { chatwoot: chatwoot && chatwootView(chatwoot), botpress: botpress && botpressView(botpress) };
}
