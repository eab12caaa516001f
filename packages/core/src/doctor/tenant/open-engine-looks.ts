import { UpstreamError } from '@tandem/integrations/contract';
import type { TenantId } from '@tandem/schemas';
import type { AdminContext } from '../../admin/admin-context.ts';
import { CannotLook } from '../check.ts';
import { once } from '../once.ts';
import { payForCloud } from '../pay-for-cloud.ts';
import type { Chart, ChartedEngine } from './chart.ts';
import { engineUrl } from './engine-url.ts';
import { textOf } from './text-of.ts';

const timeoutMs = 8_000;

/** Looks at the engine that checks share. */
export function openEngineLooks(
  context: AdminContext,
  { tenantId, engine }: { tenantId: TenantId; engine: ChartedEngine | null },
): Pick<Chart, 'engineDoor' | 'cloudBot'> {
  return {
    engineDoor: once(async () => {
      const place = engine && engineUrl(engine);
      if (!place) throw new CannotLook('There is no Botpress connection.');
      const { url, setting } = place;
      const visit = await context.vitals.probes.visit({ url, caller: { tenantId } });
      return { host: new URL(url).host, setting, visit };
    }),
    cloudBot: once(async () => {
      const { settings } = engine ?? {};
      const [token, workspaceId, botId] = ['token', 'workspaceId', 'botId'].map((name) =>
        textOf(settings?.[name]),
      );
      if (engine?.dialect !== 'chat_api' || !token || !workspaceId || !botId) {
        throw new CannotLook(
          'Needs a Botpress connection over the Chat API with token, workspaceId and botId.',
        );
      }
      const pace = { attemptsMax: 1, budget: payForCloud(context, { tenantId, botId }) };
      const admin = context.cloud.openAdmin({ ...settings, timeoutMs }, pace);
      try {
        return await admin.getBot(botId);
      } catch (error) {
        if (!(error instanceof UpstreamError) || (error.status !== 401 && error.status !== 403)) throw error;
        throw new CannotLook(
          "The token is the bot's own key, which may not look at its integrations; a personal access token may.",
        );
      }
    }),
  };
}
