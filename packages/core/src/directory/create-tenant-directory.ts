import type { StoredConnection, TenantSnapshot } from '@tandem/db';
import { engineDialects } from '@tandem/integrations/contract';
import { type ConnectionId, fillConfig, type TenantId } from '@tandem/schemas';
import type { TenantDirectory, TenantView } from '../lanes/context.ts';
import type { DirectoryContext } from './context.ts';
import { openCache } from './open-cache.ts';
import { jsonSize, megabyte, openKnowledge, snapshotValues, tenantKey } from './tenant-values.ts';
import { answerWhenOf } from './webhook-route.ts';

/** Of a view's own objects, about. */
const viewBytes = 500;

/** Tenants as the lanes see them: configuration filled, connections opened, the installation's where they have none. */
export function createTenantDirectory(context: DirectoryContext): TenantDirectory {
  const tenants = openCache<TenantSnapshot, TenantView>(context, {
    ...snapshotValues(context.database),
    maxBytes: 32 * megabyte,
    hold: (snapshot) => toView(context, snapshot),
    // What it has of the defaults and of the installation is one for all tenants.
    sizeOf: (snapshot) => jsonSize(snapshot) + viewBytes,
  });
  const knowledge = openKnowledge(context);
  const view = async (tenantId: TenantId): Promise<TenantView | null> => await tenants.find(tenantId);

  return {
    view,
    knowledge: async (tenantId, configVersion) =>
      (await knowledge.find(tenantKey(tenantId, configVersion))) ?? [],
    channelSettings: async (tenantId, connectionId) => {
      const channel = (await view(tenantId))?.channel;
      if (channel?.connectionId === connectionId) return channel.settings;
      const old = await context.database.enter(tenantId).connections.get(connectionId);
      return old && channelSettingsOf(context, tenantId, old);
    },
  };
}

function toView(context: DirectoryContext, snapshot: TenantSnapshot): TenantView {
  return {
    tenantId: snapshot.tenantId,
    active: snapshot.status === 'active',
    config: fillConfig(snapshot.config),
    configVersion: snapshot.configVersion,
    channel: snapshot.chatwoot && channelOf(context, snapshot.tenantId, snapshot.chatwoot),
    engine: engineOf(context, snapshot),
  };
}

function channelOf(
  context: DirectoryContext,
  tenantId: TenantId,
  connection: StoredConnection,
): TenantView['channel'] {
  const settings = channelSettingsOf(context, tenantId, connection);
  const id: ConnectionId = connection.id;
  return settings && { connectionId: id, answerWhen: answerWhenOf(connection), settings };
}

const channelSettingsOf = (
  context: DirectoryContext,
  tenantId: TenantId,
  connection: StoredConnection,
): Record<string, unknown> | null =>
  connection.source === 'own'
    ? context.open(tenantId, connection).settings
    : (context.upstreams.chatwoot?.settings ?? null);

function engineOf(context: DirectoryContext, snapshot: TenantSnapshot): TenantView['engine'] {
  const own = snapshot.botpress;
  if (own?.source !== 'own') return context.upstreams.botpress;
  const dialect = engineDialects.find((one) => one === own.dialect);
  return dialect ? { dialect, settings: context.open(snapshot.tenantId, own).settings } : null;
}
