import type { ConnectionWritten, TenantScope } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';
import { type ConnectionsAnswer, type PutConnections, secretSettings } from '@tandem/schemas/admin';
import { type AdminContext, claimRights } from '../admin/admin-context.ts';
import { scheduleSync } from '../sync/schedule-sync.ts';
import { checkComplete } from './check-complete.ts';
import { showConnections } from './get-connections.ts';
import { checkUpstreamUrls } from './upstream-urls.ts';

type Provider = 'chatwoot' | 'botpress';
type Input = PutConnections & { tenantId: TenantId };

/**
 * Makes or changes the tenant's own connections, all of them or none: given settings replace, `null` takes away, others
 * stay. A new connection and a rotated key answer their webhook URL, this once. AppError `bad_request`, `unprocessable`,
 * `conflict` or `forbidden` (inbox).
 */
export async function putConnections(
  context: AdminContext,
  input: Input,
): Promise<ConnectionsAnswer['connections']> {
  const { tenantId } = input;
  checkUpstreamUrls(context.installation, input);
  const written = await context.database.enter(tenantId).transaction(async (scope) => {
    const chatwoot = await write(context, scope, { ...input, provider: 'chatwoot' });
    const botpress = await write(context, scope, { ...input, provider: 'botpress' });
    if (botpress !== null) await scheduleSync(context, scope);
    return { chatwoot, botpress };
  });
  const revisions = [written.chatwoot, written.botpress].flatMap((one) => (one ? [one.revision] : []));
  context.notifyChange(tenantId, Math.max(...revisions));
  const newKeys = {
    chatwoot: written.chatwoot?.webhookKey ?? null,
    botpress: written.botpress?.webhookKey ?? null,
  };
  return await showConnections(context, { tenantId, newKeys });
}

async function write(
  context: AdminContext,
  scope: TenantScope,
  input: Input & { provider: Provider },
): Promise<ConnectionWritten | null> {
  const { provider, tenantId } = input;
  const given = input[provider];
  if (given === undefined) return null;
  const { secretOverlapHours, rotateWebhookKey, ...settings } = given;
  const stored = await scope.connections.active(provider);
  const own =
    stored?.source === 'own' ? { ...context.open(tenantId, stored).settings, dialect: stored.dialect } : {};
  checkComplete({ provider, settings: lay(own, settings) });
  return await scope.connections.write({
    provider,
    settings,
    secretSettings: secretSettings[provider],
    rotateWebhookKey,
    secretOverlapHours,
    sealer: context.sealer,
    actor: context.actor,
    now: context.now(),
    ...claimRights(context),
  });
}

function lay(under: object, over: object): Record<string, unknown> {
  const given = Object.entries(over).filter(([, value]) => value !== undefined);
  const kept = Object.entries({ ...under, ...Object.fromEntries(given) }).filter(
    ([, value]) => value !== null,
  );
  return Object.fromEntries(kept);
}
