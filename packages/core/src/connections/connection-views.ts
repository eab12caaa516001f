import type { StoredConnection } from '@tandem/db';
import {
  type BotpressView,
  type ChatwootView,
  zBotpressSettings,
  zChatwootSettings,
} from '@tandem/schemas/admin';

interface Shown {
  connection: StoredConnection;
  /** The names of the secrets that are set. */
  secretNames: readonly string[];
  /** The key itself right after it was made; null: it is not known any more. */
  webhookKey: string | null;
  publicUrl: string;
}

/** A tenant's own Chatwoot connection as answered. */
export function chatwootView(shown: Shown): ChatwootView {
  const { baseUrl, accountId, settings } = shown.connection;
  return { ...commonView(shown), ...zChatwootSettings.parse({ ...settings, baseUrl, accountId }) };
}

/** A tenant's own Botpress connection as answered. */
export function botpressView(shown: Shown): BotpressView {
  const { dialect, settings } = shown.connection;
  return { ...commonView(shown), ...zBotpressSettings.parse({ ...settings, dialect }) };
}

function commonView({ connection, secretNames, webhookKey, publicUrl }: Shown) {
  const { id, provider, updatedAt } = connection;
  return {
    id,
    webhookUrl: `${publicUrl}/api/webhooks/chatbot/${provider}/${webhookKey ?? '••••'}`,
    secrets: [...secretNames].sort(),
    updatedAt,
  };
}
