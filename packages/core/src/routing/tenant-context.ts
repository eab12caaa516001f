import type { Config, TenantId } from '@tandem/schemas';
import { isOpen } from '../hours/is-open.ts';

/** The most that `tenantContext` may weigh as JSON (product page §5.3). */
const bytesMax = 8 * 1_024;

interface ContextInput {
  tenantId: TenantId;
  configVersion: number;
  config: Config;
  now: Date;
}

/**
 * What the engine is told about the tenant with every message. `systemPrompt` gives way when the whole would weigh more than
 * 8 KB: its beginning is kept.
 */
export function tenantContext(input: ContextInput): Record<string, unknown> {
  const { config } = input;
  const context = {
    tenantId: input.tenantId,
    configVersion: input.configVersion,
    botName: config.botName,
    systemPrompt: config.systemPrompt,
    language: config.language,
    businessHours: config.businessHours && {
      open: isOpen(config.businessHours, input.now),
      timezone: config.businessHours.timezone,
    },
    fallbackMessage: config.fallbackMessage,
    allowedActions: config.allowedActions,
    escalationRules: config.escalationRules,
  };
  return fit(context);
}

function fit<
  Context extends { systemPrompt: string | null; fallbackMessage: string; escalationRules: object },
>(context: Context): Record<string, unknown> {
  const excess = bytesOf(context) - bytesMax;
  if (excess <= 0) return context;
  const shorter = { ...context, systemPrompt: shorten(context.systemPrompt, excess) };
  return bytesOf(shorter) <= bytesMax
    ? shorter
    : {
        ...shorter,
        systemPrompt: null,
        escalationRules: {},
        fallbackMessage: context.fallbackMessage.slice(0, 500),
      };
}

/** A character weighs up to six bytes in JSON: cut by what the excess measured, then until it is gone. */
function shorten(text: string | null, excessBytes: number): string | null {
  if (text === null) return null;
  let kept = text.slice(0, Math.max(0, text.length - Math.ceil(excessBytes / 6)));
  const target = bytesOf(text) - excessBytes;
  while (kept.length > 0 && bytesOf(kept) > target) kept = kept.slice(0, Math.floor(kept.length * 0.9));
  return kept.toWellFormed();
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
