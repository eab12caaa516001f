import type { EngineCloud } from '../../../contract/index.ts';
import { openAdmin } from './open-admin.ts';
import { openStore } from './open-store.ts';
import type { CloudContext } from './send-request.ts';
import { parseBotSettings, parseWorkspaceSettings } from './settings.ts';

/** Botpress Cloud beside its conversations: files, tables, knowledge bases, bots (contracts/botpress.md §3). */
export function createCloud(context: CloudContext): EngineCloud {
  return {
    openStore: (settings, pace = {}) => openStore(context, { settings: parseBotSettings(settings), pace }),
    openAdmin: (settings, pace = {}) =>
      openAdmin(context, { settings: parseWorkspaceSettings(settings), pace }),
  };
}
