import type { TenantScope } from '@tandem/db';
import { engineIds } from '../routing/engine-ids.ts';
import type { ErasureContext } from './context.ts';
import type { ContactPlace } from './find-contact.ts';
import { type Fence, holdLanes } from './hold-lanes.ts';
import { type CarriedErasure, type ErasedBatch, recordBatch } from './record-batch.ts';

interface ErasePlace {
  work: CarriedErasure;
  place: ContactPlace;
}

interface EraseBatch {
  tx: TenantScope;
  place: ContactPlace;
  fence: Fence;
}

type Batch = ErasedBatch & { isLast: boolean };

/**
 * Removes the content of one conversation while nobody else is in it, batch by batch, the session last: what was cut short is
 * found again. False when a worker is in its lanes or took them over meanwhile, and when this one stops: come again.
 */
export async function erasePlace(context: ErasureContext, { work, place }: ErasePlace): Promise<boolean> {
  const scope = context.database.enter(work.tenantId);
  const isVisitor = place.conversationId < 0;
  const directions = isVisitor ? (['to-channel'] as const) : (['to-engine', 'to-channel'] as const);
  const erase = isVisitor ? eraseOfVisitor : eraseOfConversation;
  return await holdLanes(context, { scope, place, directions }, async (fence) => {
    while (!context.signal.aborted) {
      const batch = (tx: TenantScope) => erase(context, { tx, place, fence });
      const { isLast } = await recordBatch(context, { work, batch });
      if (isLast) return true;
    }
    return false;
  });
}

/** Fenced at its end, so that webhooks, which touch the lanes, wait for its commit alone. */
async function eraseOfConversation(
  context: ErasureContext,
  { tx, place, fence }: EraseBatch,
): Promise<Batch> {
  const removed = await tx.contactRows.remove(place, context.now());
  const isLast = Object.keys(removed).length === 0;
  const batch = isLast ? await forgetSession(context, { tx, place }) : { removed };
  await fence(tx);
  return { ...batch, isLast };
}

async function forgetSession(
  context: ErasureContext,
  { tx, place }: Pick<EraseBatch, 'tx' | 'place'>,
): Promise<ErasedBatch> {
  const session = await tx.sessions.find(place);
  if (!session) return { removed: {} };
  const { tenantId } = tx;
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
  return { removed, engineUser: { userId: session.engineUserId, conversationIds } };
}

/** Fenced first: with the last of what it holds the lane itself goes. */
async function eraseOfVisitor(_: ErasureContext, { tx, place, fence }: EraseBatch): Promise<Batch> {
  await fence(tx);
  const { lanes, ...removed } = await tx.contactRows.removeVisitor(place);
  return { removed, isLast: lanes !== undefined };
}
