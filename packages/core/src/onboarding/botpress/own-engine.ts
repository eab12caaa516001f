import type { OnboardingRun } from '../run.ts';

/** What the tenant's own connection to a bot holds, secrets opened; null when it has none to this bot. */
export async function ownEngine(
  { scope, context, tenant }: OnboardingRun,
  botId: string | null,
): Promise<{ id: string; settings: Record<string, unknown> } | null> {
  const stored = await scope.connections.active('botpress');
  if (stored?.source !== 'own' || stored.dialect !== 'chat_api') return null;
  const { settings, webhookSecrets } = context.open(tenant.id, stored);
  if (botId !== null && settings.botId !== botId) return null;
  return { id: stored.id, settings: { ...settings, webhookSecrets } };
}

export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
