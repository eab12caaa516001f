import type { Role } from '@tandem/schemas';

/** The least role for each procedure (product page §5.3): who may do what, on one page. A procedure not listed is for nobody. */
export const leastRoles: Readonly<Record<string, Role>> = {
  'me.get': 'agent',
  'tenants.create': 'platform',
  'tenants.list': 'platform',
  'tenants.get': 'agent',
  'tenants.find': 'agent',
  'tenants.update': 'platform',
  'platformKeys.create': 'platform',
  'platformKeys.list': 'platform',
  'platformKeys.revoke': 'platform',
  'users.create': 'owner',
  'users.list': 'owner',
  'keys.create': 'owner',
  'keys.list': 'owner',
  'keys.revoke': 'owner',
  'connections.get': 'owner',
  'connections.put': 'owner',
  'onboarding.get': 'owner',
  'onboarding.run': 'owner',
  'config.get': 'agent',
  'config.put': 'admin',
  'config.sync': 'admin',
  'knowledge.list': 'agent',
  'knowledge.search': 'agent',
  'knowledge.export': 'agent',
  'knowledge.import': 'admin',
  'knowledge.replace': 'admin',
  'syncRuns.get': 'agent',
  'syncRuns.watch': 'agent',
  'syncRuns.startAll': 'platform',
  'syncRuns.counts': 'platform',
  'syncRuns.watchCounts': 'platform',
  'sessions.list': 'agent',
  'sessions.get': 'agent',
  'sessions.handoff': 'agent',
  'sessions.release': 'agent',
  'messages.list': 'agent',
  'messages.get': 'agent',
  'messages.tail': 'agent',
  'messages.why': 'agent',
  'queues.list': 'platform',
  'deadLetters.list': 'admin',
  'deadLetters.get': 'admin',
  'deadLetters.replay': 'admin',
  'deadLetters.drop': 'admin',
  'deadLetters.replayAll': 'admin',
  'deadLetters.dropAll': 'admin',
  'deadLetters.counts': 'platform',
  'doctor.installation': 'platform',
  'doctor.tenant': 'admin',
};

const ranks: Record<Role, number> = { agent: 0, admin: 1, owner: 2, platform: 3 };

export function mayCall(role: Role, procedure: string): boolean {
  const least = leastRoles[procedure];
  return least !== undefined && ranks[role] >= ranks[least];
}
