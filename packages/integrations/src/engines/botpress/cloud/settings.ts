import { z } from 'zod';
import { parseSettings, zBaseUrl, zTimeoutMs } from '../settings.ts';

const shared = {
  /** A personal access token, or a bot access key where only one bot is meant. */
  token: z.string(),
  apiUrl: zBaseUrl.default('https://api.botpress.cloud'),
  /** For one request. */
  timeoutMs: zTimeoutMs.default(20_000),
};

const zBotSettings = z.object({ ...shared, botId: z.string() });
const zWorkspaceSettings = z.object({ ...shared, workspaceId: z.string() });

/** Where requests go and as whom. Exactly one of the ids is set. */
export interface CloudSettings {
  token: string;
  apiUrl: string;
  timeoutMs: number;
  botId: string | null;
  workspaceId: string | null;
}

/** Throws an Error that names each missing or wrong setting. */
export function parseBotSettings(settings: Record<string, unknown>): CloudSettings & { botId: string } {
  return { ...parseSettings({ dialect: 'cloud', schema: zBotSettings }, settings), workspaceId: null };
}

/** Throws an Error that names each missing or wrong setting. */
export function parseWorkspaceSettings(
  settings: Record<string, unknown>,
): CloudSettings & { workspaceId: string } {
  return { ...parseSettings({ dialect: 'cloud', schema: zWorkspaceSettings }, settings), botId: null };
}
