import type { Erasure, Removed, TenantScope } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';
import type { ErasureContext } from './context.ts';
import type { ErasureSubject } from './erasure-subject.ts';

type EngineUser = ErasureSubject['engineUsers'][number];

/** An erasure that is being carried, as it becomes. */
export interface CarriedErasure {
  tenantId: TenantId;
  erasure: Erasure;
  subject: ErasureSubject;
}

/** What one batch did. */
export interface ErasedBatch {
  removed: Removed;
  /** Whom engines are to forget. */
  engineUser?: EngineUser;
}

interface RecordBatch<Batch> {
  work: CarriedErasure;
  batch(tx: TenantScope): Promise<Batch>;
}

/** Does a batch and writes down what it removed in one commit: what did not happen is not counted. */
export async function recordBatch<Batch extends ErasedBatch>(
  context: ErasureContext,
  { work, batch }: RecordBatch<Batch>,
): Promise<Batch> {
  const { tenantId, erasure } = work;
  const { done, next } = await context.database.enter(tenantId).transaction(async (tx) => {
    const done = await batch(tx);
    const next = after(work, done);
    const { subject } = next;
    const { removed, engine } = next.erasure;
    await tx.erasures.progress(erasure.id, { subject, removed, engine, leaseMs: context.erasureLeaseMs });
    return { done, next };
  });
  Object.assign(work, next);
  return done;
}

function after({ erasure, subject }: CarriedErasure, { removed, engineUser }: ErasedBatch) {
  const sum = { ...erasure.removed };
  for (const [table, count] of Object.entries(removed)) sum[table] = (sum[table] ?? 0) + count;
  const engineUsers = engineUser ? addUser(subject.engineUsers, engineUser) : subject.engineUsers;
  return { erasure: { ...erasure, removed: sum }, subject: { ...subject, engineUsers } };
}

/** A user is deleted once, after all that was said with him. */
function addUser(users: readonly EngineUser[], { userId, conversationIds }: EngineUser): EngineUser[] {
  const known = users.find((one) => one.userId === userId)?.conversationIds ?? [];
  const all = [...new Set([...known, ...conversationIds])];
  return [...users.filter((one) => one.userId !== userId), { userId, conversationIds: all }];
}
