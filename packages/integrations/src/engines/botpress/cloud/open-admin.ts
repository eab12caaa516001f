import { admin } from '@botpress/client';
import type { CloudPace, EngineAdmin, EngineBot } from '../../../contract/index.ts';
import { collectPages } from './collect-pages.ts';
import { orNull } from './open-store.ts';
import { callCloud, routeThroughHttp } from './route-through-http.ts';
import type { CloudContext } from './send-request.ts';
import type { CloudSettings } from './settings.ts';
import * as wire from './wire.ts';

/** The bots of one workspace, through the official client (contracts/botpress.md §3.4). */
export function openAdmin(
  context: CloudContext,
  input: { settings: CloudSettings & { workspaceId: string }; pace: CloudPace },
): EngineAdmin {
  const { token, workspaceId, apiUrl } = input.settings;
  const props = { token, workspaceId, apiUrl, debug: false };
  const client = routeThroughHttp(context, { ...input, client: new admin.Client(props) });
  return {
    listBots: ({ tags }) =>
      collectPages(async (nextToken) => {
        const query = { tags, ...(nextToken === undefined ? {} : { nextToken }) };
        const page = await callCloud(wire.zBotsPage, () => client.listBots(query));
        return { items: page.bots, nextToken: page.meta.nextToken };
      }),

    async createBot(bot) {
      return toBot((await callCloud(wire.zBotAnswer, () => client.createBot(bot))).bot);
    },

    getBot: (botId) =>
      orNull(async () => toBot((await callCloud(wire.zBotAnswer, () => client.getBot({ id: botId }))).bot)),

    async updateBot({ botId, ...changes }) {
      const { bot } = await callCloud(wire.zBotAnswer, () => client.updateBot({ id: botId, ...changes }));
      return toBot(bot);
    },

    createBotApiKey: (key) => callCloud(wire.zKeyAnswer, () => client.createBotApiKey(key)),

    async listBotApiKeys(botId) {
      const { baks } = await callCloud(wire.zKeys, () => client.listBotApiKeys({ botId }));
      return baks.map(({ id, note }) => ({ id, note: note ?? '' }));
    },

    async deleteBotApiKey(keyId) {
      await orNull(() => callCloud(wire.zAnything, () => client.deleteBotApiKey({ id: keyId })));
    },

    getPublicIntegration: (named) =>
      orNull(async () => {
        const answer = await callCloud(wire.zPublicIntegration, () => client.getPublicIntegration(named));
        return { id: answer.integration.id };
      }),
  };
}

const toBot = ({ id, name, tags, integrations }: wire.WireBot): EngineBot => ({
  id,
  name,
  tags,
  integrations: Object.fromEntries(
    Object.entries(integrations).map(([key, { id: integrationId, statusReason, ...integration }]) => [
      key,
      { ...integration, integrationId, statusReason: statusReason ?? null },
    ]),
  ),
});
