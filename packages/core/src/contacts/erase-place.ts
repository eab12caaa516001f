import type { Removed, TenantScope } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';
import { engineIds } from '../routing/engine-ids.ts';
import type { ErasureContext } from './context.ts';
import type { ErasureSubject } from './erasure-subject.ts';
import type { ContactPlace } from './find-contact.ts';
import { holdLanes } from './hold-lanes.ts';

interface ErasePlace {
  tenantId: TenantId;
  place: ContactPlace;
  /** Writes down what one batch removed, in its transaction. */
  note(
    scope: TenantScope,
    removed: Removed,
    engineUser?: ErasureSubject['engineUsers'][number],
  ): Promise<void>;
}

/**
 * Removes the content of one conversation while nobody else is in it, batch by batch, the session last: what was cut short is
 * found again. False when a worker is in its lanes, or took them over meanwhile: come again.
 */
export async function erasePlace(context: ErasureContext, input: ErasePlace): Promise<boolean> {
  const { tenantId, place } = input;
  const scope = context.database.enter(tenantId);
  if (place.conversationId < 0) return await eraseVisitor(context, { ...input, scope });
  let isDone = false;
  const isHeld = await holdLanes(context, { scope, place }, async (keep) => {
    while (!(await removeBatch(context, { ...input, scope }))) if (!(await keep())) return;
    await forgetSession(context, { ...input, scope });
    isDone = true;
  });
  return isHeld && isDone;
}

/** Answers whether nothing was left. */
async function removeBatch(
  context: ErasureContext,
  { scope, place, note }: ErasePlace & { scope: TenantScope },
): Promise<boolean> {
  return await scope.transaction(async (tx) => {
    const removed = await tx.contactRows.remove(place, context.now());
    await note(tx, removed);
    return Object.keys(removed).length === 0;
  });
}

async function forgetSession(
  context: ErasureContext,
  { tenantId, scope, place, note }: ErasePlace & { scope: TenantScope },
): Promise<void> {
  await scope.transaction(async (tx) => {
    const session = await tx.sessions.find(place);
    if (!session) return;
    const idsOf = (generation: number) =>
      engineIds({ tenantId, sessionId: session.id, contactId: null, generation });
    const generation = session.engineGeneration + 1;
    const { userId: engineUserId, conversationId: engineConversationId } = idsOf(generation);
    const ids = { engineUserId, engineConversationId, generation, at: context.now() };
    const removed = await tx.contactRows.forgetSession(session.id, ids);
    const conversationIds = Array.from(
      { length: session.engineGeneration },
      (_, n) => idsOf(n + 1).conversationId,
    );
    await note(tx, removed, { userId: session.engineUserId, conversationIds });
  });
}

async function eraseVisitor(
  context: ErasureContext,
  { scope, place, note }: ErasePlace & { scope: TenantScope },
): Promise<boolean> {
  const { worker: name, leaseMs } = context;
  const lease = await scope.lanes.seize({ ...place, direction: 'to-channel' }, { name, leaseMs });
  if (!lease) return false;
  for (;;) {
    const isEmpty = await scope.transaction(async (tx) => {
      const removed = await tx.contactRows.removeVisitor(place);
      const { lanes: _, ...content } = removed;
      await note(tx, content);
      return Object.keys(content).length === 0;
    });
    if (isEmpty) return true;
  }
}
