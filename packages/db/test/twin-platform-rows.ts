import type { PlatformTables } from '../src/schema/tables.ts';
import { hashOf, type Rows, seededAt, type Twin, twin, twinInstallation } from './twin.ts';

export function platformRows({ tenantId, marker, inboxId }: Twin): Rows<PlatformTables> {
  const own = { tenant_id: tenantId };
  return {
    tenants: [
      {
        id: tenantId,
        name: marker,
        slug: marker,
        status: 'active',
        created_at: seededAt,
        updated_at: seededAt,
      },
    ],
    data_keys: [],
    heartbeats: [],
    outages: [],
    reseals: [],
    inbox_routes: [
      {
        ...own,
        installation: twinInstallation,
        account_id: 1,
        inbox_id: inboxId,
        connection_id: twin.connectionId,
      },
    ],
    webhook_keys: [
      {
        ...own,
        key_hash: hashOf(marker),
        connection_id: twin.connectionId,
        provider: 'chatwoot',
        valid_until: null,
        created_at: seededAt,
      },
    ],
    api_keys: [
      {
        ...own,
        id: tenantId,
        user_id: twin.userId,
        name: marker,
        role: 'owner',
        prefix: 'tdm_',
        key_hash: hashOf(marker),
        expires_at: null,
        last_used_at: null,
        revoked_at: null,
        replaces_id: null,
        replaced_by_id: null,
        created_at: seededAt,
      },
    ],
  };
}
