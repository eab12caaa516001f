import { z } from 'zod';
import { parseSettings, zBaseUrl, zTimeoutMs } from '../settings.ts';

const zV12Settings = z.object({
  /** The server. Media paths of the bot's answers are below it. */
  endpointUrl: zBaseUrl,
  botId: z.string(),
  /** A user's JWT: given, the secured route is used. */
  token: z.string().optional(),
  /** The server's `converse.maxMessageLength`, characters (contracts/botpress.md §1e). */
  messageLengthMax: z.int().positive().default(360),
  /** Beyond the server's own `converse.timeout`, which stands still while an action runs. */
  timeoutMs: zTimeoutMs.default(60_000),
});

export type V12Settings = z.output<typeof zV12Settings>;

/** Throws an Error that names each missing or wrong setting. */
export function parseV12Settings(settings: Record<string, unknown>): V12Settings {
  return parseSettings({ dialect: 'v12', schema: zV12Settings }, settings);
}
