import { z } from 'zod';
import { parseSettings, zTimeoutMs, zUpstreamUrl } from '../settings.ts';

const zGenericSettings = z.object({
  /** Where customer messages are posted. */
  endpointUrl: zUpstreamUrl,
  /** The first signs what we send. */
  webhookSecrets: z.tuple([z.string().min(1)], z.string()),
  /** A bot may think for a minute before it answers in the same call. */
  timeoutMs: zTimeoutMs.default(60_000),
});

export type GenericSettings = z.output<typeof zGenericSettings>;

/** Throws an Error that names each missing or wrong setting. */
export function parseGenericSettings(settings: Record<string, unknown>): GenericSettings {
  return parseSettings({ dialect: 'generic', schema: zGenericSettings }, settings);
}
