import { z } from 'zod';

/** Who acts: stored beside every change as `type:id`. */
export const zActor = z.discriminatedUnion('type', [
  z.object({ type: z.literal('platform') }),
  z.object({ type: z.literal('key'), id: z.string() }),
  z.object({ type: z.literal('customer') }),
  z.object({ type: z.literal('agent'), id: z.string() }),
  z.object({ type: z.literal('bot') }),
  z.object({ type: z.literal('chatwoot') }),
  z.object({ type: z.literal('tandem') }),
]);
export type Actor = z.infer<typeof zActor>;

/** The stored form of an actor: `key:0198…`, `agent:18`, `bot`. */
export const formatActor = (actor: Actor): string =>
  'id' in actor ? `${actor.type}:${actor.id}` : actor.type;

export const roles = ['platform', 'owner', 'admin', 'agent'] as const;
export type Role = (typeof roles)[number];

/** Whether a role may do no more than another. */
export const isWithin = (role: Role, limit: Role): boolean => roles.indexOf(role) >= roles.indexOf(limit);

export type Owner = 'bot' | 'human';

/**
 * What made an owner the owner: the status that a message showed or that an event told, an agent's reply, a handoff; back to
 * the bot: a release, silence, an opening that only a failure of ours had caused.
 */
export const ownerCauses = [
  'shown',
  'status',
  'agent',
  'handoff',
  'release',
  'silence',
  'own-failure',
] as const;
export type OwnerCause = (typeof ownerCauses)[number];
