import { type EngineDialect, engineDialects } from '@tandem/integrations/contract';
import { AppError, fillConfig, type TenantId } from '@tandem/schemas';
import type { AdminContext } from '../../admin/admin-context.ts';
import { answerWhenOf } from '../../directory/webhook-route.ts';
import { decideTarget } from '../../sync/sync-target.ts';
import { CannotLook } from '../check.ts';
import { once } from '../once.ts';
import type { Chart, ChartedChannel, ChartedEngine } from './chart.ts';
import { openDesk } from './open-desk.ts';
import { openEngineLooks } from './open-engine-looks.ts';
import { textOf } from './text-of.ts';

/** Reads what we hold of a tenant, and prepares what can be looked at elsewhere. AppError `not_found`. */
export async function openChart(context: AdminContext, input: { tenantId: TenantId }): Promise<Chart> {
  const { tenantId } = input;
  const tenant = await context.database.platform.tenants.get(tenantId);
  if (!tenant) throw new AppError('not_found', { public: 'There is no tenant with this id.' });
  const scope = context.database.enter(tenantId);
  const { config: stored, version: configVersion } = await scope.config.read();
  const config = fillConfig(stored);
  const inboxId = config.chatwootInboxId === null ? null : Number(config.chatwootInboxId);
  const channel = await readChannel(context, { scope, inboxId });
  const connection = await scope.connections.active('botpress');
  const door = once(async () => {
    if (channel === null) throw new CannotLook('The tenant has no Chatwoot connection.');
    return await context.vitals.probes.chatwootDoor({ baseUrl: channel.baseUrl, caller: { tenantId } });
  });
  const engine = readEngine(context, { tenantId, connection });
  const looks = openEngineLooks(context, { tenantId, engine });
  return {
    context,
    tenant,
    scope,
    config,
    configVersion,
    channel,
    engine,
    target: decideTarget({ ...context, installation: context.vitals.upstreams }, { tenantId, connection }),
    door,
    ...looks,
    botToken: once(async () => {
      const { baseUrl, accountId, botToken: token } = await reached(channel, door);
      if (token === null) throw new CannotLook('There is no bot token.');
      const place = { baseUrl, accountId, token, caller: { tenantId } };
      return await context.vitals.probes.chatwootToken(place);
    }),
    desk: openDesk(context, { tenantId, reached: () => reached(channel, door) }),
  };
}

/** The channel, once its door was found to be a Chatwoot's. */
async function reached(channel: ChartedChannel | null, door: Chart['door']): Promise<ChartedChannel> {
  const visit = await door();
  if (channel !== null && visit.reached && visit.isExpected) return channel;
  throw new CannotLook('Its Chatwoot does not answer as one: see chatwoot.reachable.');
}

async function readChannel(
  context: AdminContext,
  { scope, inboxId }: { scope: Chart['scope']; inboxId: number | null },
): Promise<ChartedChannel | null> {
  const stored = await scope.connections.active('chatwoot');
  if (stored === null) return null;
  const { upstreams } = context.vitals;
  const own = stored.source === 'own' ? context.open(scope.tenantId, stored) : null;
  const settings = own?.settings ?? upstreams.chatwoot?.settings ?? {};
  const baseUrl = stored.baseUrl ?? textOf(settings.baseUrl);
  const accountId = stored.accountId ?? numberOf(settings.accountId);
  if (baseUrl === null || accountId === null) return null;
  return {
    connectionId: stored.id,
    source: stored.source,
    baseUrl,
    host: new URL(baseUrl).host,
    accountId,
    inboxId: numberOf(settings.inboxId) ?? inboxId,
    botId: numberOf(settings.botId),
    botToken: textOf(settings.botToken),
    adminToken: textOf(settings.adminToken),
    secrets: own?.webhookSecrets ?? upstreams.chatwootSecrets,
    retired: own?.retiredWebhookSecrets ?? [],
    allowUnsigned: settings.allowUnsigned === true,
    answerWhen: answerWhenOf(stored),
  };
}

function readEngine(
  context: AdminContext,
  input: {
    tenantId: TenantId;
    connection: Awaited<ReturnType<Chart['scope']['connections']['active']>>;
  },
): ChartedEngine | null {
  const { upstreams } = context.vitals;
  const { tenantId, connection } = input;
  if (connection?.source !== 'own') {
    if (upstreams.botpress === null) return null;
    const secrets = upstreams.botpressSecrets;
    return { ...upstreams.botpress, connectionId: null, source: 'default', secrets };
  }
  const dialect: EngineDialect | undefined = engineDialects.find((one) => one === connection.dialect);
  if (dialect === undefined) return null;
  const { settings, webhookSecrets: secrets } = context.open(tenantId, connection);
  return { connectionId: connection.id, source: 'own', dialect, settings, secrets };
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
