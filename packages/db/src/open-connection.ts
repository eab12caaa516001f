import type { TenantId } from '@tandem/schemas';
import { joinEndpointQuery } from './endpoint-query.ts';
import { parseJson } from './parse-json.ts';
import type { Sealer } from './sealed.ts';
import type { StoredConnection } from './tenant-snapshot.ts';

/** A replaced webhook secret during its overlap. */
export interface RetiredSecret {
  secret: string;
  validUntilMs: number;
}

/** A connection with its secrets in the open: for use, never to be kept or shown. */
export interface OpenedConnection {
  /** All settings, secret ones too. */
  settings: Record<string, unknown>;
  /** The names of the secret settings that are set. */
  secretNames: string[];
  webhookSecrets: string[];
  /** Accepted until their time comes: the user looks at the clock. */
  retiredWebhookSecrets: RetiredSecret[];
}

/** Opens what a connection holds sealed. Throws `SealError`. */
export function openConnection(
  sealer: Sealer,
  { tenantId, connection }: { tenantId: TenantId; connection: StoredConnection },
): OpenedConnection {
  const open = <Value>(sealed: string | null, none: Value): Value =>
    sealed === null
      ? none
      : parseJson<Value>(
          sealer.open(Buffer.from(sealed, 'base64'), { tenantId, connectionId: connection.id }),
        );
  const secrets = open<Record<string, unknown>>(connection.sealedSecrets, {});
  return {
    settings: joinEndpointQuery({ ...connection.settings, ...secrets }),
    secretNames: Object.keys(secrets),
    webhookSecrets: webhookSecretsOf(secrets),
    retiredWebhookSecrets: open<RetiredSecret[]>(connection.sealedRetired, []),
  };
}

export function webhookSecretsOf({ webhookSecrets }: Record<string, unknown>): string[] {
  return Array.isArray(webhookSecrets) ? webhookSecrets.filter((secret) => typeof secret === 'string') : [];
}
