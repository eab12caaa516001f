import type { StoredConnection } from '@tandem/db';
import type { OnboardingRun } from '../run.ts';

/** The tenant's own connection to the account that is set up; null when it has none there. */
export interface OwnChannel {
  stored: StoredConnection;
  /** Secrets opened. */
  settings: Record<string, unknown>;
}

export async function ownChannel({
  scope,
  context,
  input,
  tenant,
}: OnboardingRun): Promise<OwnChannel | null> {
  const stored = await scope.connections.active('chatwoot');
  if (stored?.source !== 'own' || stored.accountId !== input.chatwoot.accountId) return null;
  if (stored.baseUrl === null || !isSame(stored.baseUrl, input.chatwoot.baseUrl)) return null;
  return { stored, settings: context.open(tenant.id, stored).settings };
}

/** Scheme and host in any spelling, and the path. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [new URL(one), new URL(other)];
  return a.origin === b.origin && a.pathname.replace(/\/+$/, '') === b.pathname.replace(/\/+$/, '');
}

export const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
