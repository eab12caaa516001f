import { testSealer } from '@tandem/testkit/tenants';
import type { TenantTables } from '../src/schema/tables.ts';
import { type Rows, seededAt, type Twin, twin, twinInstallation } from './twin.ts';

type SetupTables = Pick<
  TenantTables,
  | 'audit_log'
  | 'chatbot_configs'
  | 'config_versions'
  | 'connections'
  | 'erasures'
  | 'knowledge_bases'
  | 'onboardings'
  | 'retired_entries'
  | 'retired_knowledge_bases'
  | 'sync_runs'
  | 'sync_states'
  | 'tenant_users'
>;

/** Leases run on the database's clock, which is far from the seeded time. */
const heldUntil = new Date('2100-01-01T00:00:00.000Z');
const later = new Date(seededAt.getTime() + 3_600_000);

/** A configuration with knowledge, a connection, a user, and what was recorded of them. */
export function setupRows({ tenantId, marker, inboxId }: Twin): Rows<SetupTables> {
  const own = { tenant_id: tenantId };
  const sealed = testSealer.seal(JSON.stringify({ botToken: marker }), {
    tenantId,
    connectionId: twin.connectionId,
  });
  const config = JSON.stringify({ botName: marker, chatwootInboxId: String(inboxId) });
  return {
    audit_log: [
      {
        ...own,
        id: twin.anyId,
        actor: 'platform',
        action: 'x',
        subject: marker,
        before_value: null,
        after_value: null,
        created_at: seededAt,
      },
    ],
    chatbot_configs: [
      {
        ...own,
        version: 1,
        botpress_bot_id: marker,
        chatwoot_inbox_id: String(inboxId),
        settings: config,
        retention_days: 30,
        retention_due_at: seededAt,
        updated_at: seededAt,
      },
    ],
    config_versions: [
      { ...own, version: 1, settings: config, knowledge_hash: 'h', actor: marker, created_at: seededAt },
    ],
    connections: [
      {
        ...own,
        id: twin.connectionId,
        provider: 'chatwoot',
        source: 'own',
        active: 1,
        dialect: null,
        base_url: twinInstallation,
        account_id: 1,
        settings: JSON.stringify({ baseUrl: twinInstallation, accountId: 1, note: marker }),
        secrets: sealed,
        retired_secrets: null,
        created_at: seededAt,
        updated_at: seededAt,
      },
    ],
    erasures: [
      {
        ...own,
        id: twin.anyId,
        subject: JSON.stringify({ contactId: 7, note: marker }),
        removed: '{}',
        engine: '[]',
        actor: marker,
        lease_until: null,
        due_at: seededAt,
        created_at: seededAt,
        ended_at: null,
      },
    ],
    retired_entries: [
      {
        ...own,
        content_hash: twin.retiredHash,
        question: marker,
        answer: marker,
        tags: '[]',
        retired_at: seededAt,
      },
    ],
    retired_knowledge_bases: [
      {
        ...own,
        knowledge_hash: 'old',
        entries: Buffer.from(twin.retiredHash, 'hex'),
        retired_at: seededAt,
      },
    ],
    knowledge_bases: [
      {
        ...own,
        id: twin.anyId,
        position: 0,
        question: marker,
        answer: marker,
        tags: '[]',
        content_hash: 'h',
        created_at: seededAt,
      },
    ],
    onboardings: [
      {
        ...own,
        lease_token: twin.anyId,
        lease_until: new Date('2100-01-01T00:00:00.000Z'),
        report: JSON.stringify({ note: marker }),
        ended_at: seededAt,
      },
    ],
    sync_runs: [
      {
        ...own,
        id: twin.syncRunId,
        status: 'running',
        config_version: 1,
        total: 0,
        done: 0,
        failed: 0,
        entries: JSON.stringify([{ key: marker, outcome: 'failed' }]),
        created_at: seededAt,
        ended_at: null,
        slot: 'running',
        due_at: seededAt,
        lease_token: twin.heldToken,
        lease_owner: marker,
        lease_until: heldUntil,
      },
      {
        ...own,
        id: twin.waitingRunId,
        status: 'queued',
        config_version: 1,
        total: 0,
        done: 0,
        failed: 0,
        entries: '[]',
        created_at: seededAt,
        ended_at: null,
        slot: 'queued',
        due_at: later,
        lease_token: 0,
        lease_owner: null,
        lease_until: null,
      },
    ],
    sync_states: [{ ...own, verified_hash: marker, verified_at: seededAt }],
    tenant_users: [
      { ...own, id: twin.userId, email: `${marker}@twins.test`, role: 'owner', created_at: seededAt },
    ],
  };
}
