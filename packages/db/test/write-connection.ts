import { type MintedTenant, testActor, testSealer } from '@tandem/testkit/tenants';
import { openConnection } from '../src/open-connection.ts';
import type { ConnectionWrite } from '../src/repositories/connections.ts';

type Provider = ConnectionWrite['provider'];

export const writtenAt = new Date('2026-03-02T09:00:00.000Z');

/** Writes a tenant's connection, as an administrator without an installation's default does. */
export const writeConnection = (
  { scope }: MintedTenant,
  provider: Provider,
  settings: Record<string, unknown>,
  more: Partial<ConnectionWrite> = {},
) =>
  scope.connections.write({
    secretSettings: ['botToken', 'adminToken', 'webhookSecrets', 'encryptionKey', 'token'],
    sealer: testSealer,
    actor: testActor,
    now: writtenAt,
    installation: null,
    mayClaimDefault: false,
    provider,
    settings,
    ...more,
  });

/** A tenant's connection with its secrets opened. */
export async function openedConnection({ scope, tenantId }: MintedTenant, provider: Provider) {
  const connection = await scope.connections.active(provider);
  if (!connection) throw new Error('there is no connection');
  return openConnection(testSealer, { tenantId, connection });
}
