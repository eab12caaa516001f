import type { Session, TenantScope } from '@tandem/db';
import type { Owner } from '@tandem/schemas';
import type { AdminContext } from '../admin/admin-context.ts';

interface OwnerSet {
  action: 'session.handoff' | 'session.release';
  /** As it was before. */
  session: Session;
  owner: Owner;
  reason: string;
}

/** Writes down that an administrator set the owner of a conversation, in the transaction that does. */
export async function recordOwner(
  context: Pick<AdminContext, 'actor' | 'now'>,
  scope: TenantScope,
  { action, session, owner, reason }: OwnerSet,
): Promise<void> {
  await scope.audit.record({
    actor: context.actor,
    action,
    subject: `session:${session.id}`,
    before: { owner: session.owner, reason: session.ownerReason },
    after: { owner, reason },
    now: context.now(),
  });
}
