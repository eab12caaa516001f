import type { ClaimedTables, TenantTables } from './tables.ts';

/** Kept complete by the compiler: a table missing here does not type-check. */
const tenant: Record<keyof TenantTables, true> = {
  audit_log: true,
  chat_sessions: true,
  chatbot_configs: true,
  config_versions: true,
  connections: true,
  dead_letters: true,
  delivery_attempts: true,
  erasures: true,
  inbound_messages: true,
  knowledge_bases: true,
  lanes: true,
  onboardings: true,
  outbound_messages: true,
  ownership_changes: true,
  retired_entries: true,
  retired_knowledge_bases: true,
  sync_runs: true,
  sync_states: true,
  tenant_users: true,
  turns: true,
};

const claimed: Record<keyof ClaimedTables, true> = {
  api_keys: true,
  inbox_routes: true,
  webhook_keys: true,
};

export const tenantTables = namesOf(tenant);
export const claimedTables = namesOf(claimed);

export function namesOf<Name extends string>(record: Record<Name, true>): Name[] {
  // Object.keys forgets that a record's keys are its type's.
  return Object.keys(record) as Name[];
}
