import type { Erasure, Removed, TenantScope } from '@tandem/db';
import type { TenantId } from '@tandem/schemas';
import type { ErasureContext } from './context.ts';
import { erasePlace } from './erase-place.ts';
import { type ErasureSubject, zErasureSubject } from './erasure-subject.ts';
import { findContact } from './find-contact.ts';
import { forgetAtEngine } from './forget-at-engine.ts';

interface CarryErasure {
  tenantId: TenantId;
  erasureId: string;
}

/** A lane that somebody is in is free again soon; an engine that is away may be so for a while. */
const lanesAgainMs = 2_000;
const engineAgainMs = 60_000;
const engineTriesForMs = 24 * 3_600_000;

/**
 * Carries an erasure as far as it goes now: what MySQL holds first, then what engines hold. It may be cut short anywhere and is
 * gone on with by whoever comes next; to erase twice is as good as once.
 */
export async function carryErasure(context: ErasureContext, input: CarryErasure): Promise<void> {
  const { tenantId, erasureId } = input;
  const { erasures } = context.database.enter(tenantId);
  if (!(await erasures.claim(erasureId, { now: context.now(), leaseMs: context.leaseMs }))) return;
  const erasure = await erasures.get(erasureId);
  if (!erasure || erasure.subject === null) return;
  const work: Work = { ...input, erasure, subject: zErasureSubject.parse(erasure.subject) };
  const againMs = (await eraseContent(context, work)) ? await eraseAtEngines(context, work) : lanesAgainMs;
  if (againMs !== null) {
    await erasures.postpone(erasureId, new Date(context.now().getTime() + againMs));
    return;
  }
  const revision = await erasures.finish(erasureId, { engine: work.erasure.engine, now: context.now() });
  context.notifyChange(tenantId, revision);
  context.log.info({ tenantId, erasureId, removed: work.erasure.removed }, 'a contact was erased');
}

interface Work extends CarryErasure {
  /** As it becomes. */
  erasure: Erasure;
  subject: ErasureSubject;
}

/** False when a conversation is not free yet. */
async function eraseContent(context: ErasureContext, work: Work): Promise<boolean> {
  const { tenantId, subject } = work;
  const scope = context.database.enter(tenantId);
  const channel = context.integrations.channels.chatwoot;
  const { places, texts } = await findContact({ scope, channel, who: subject.who });
  let isAll = true;
  for (const place of places) {
    const note = (tx: TenantScope, removed: Removed, user?: ErasureSubject['engineUsers'][number]) =>
      writeDown(context, { work, tx, removed, user });
    isAll = (await erasePlace(context, { tenantId, place, note })) && isAll;
  }
  for (const text of texts) {
    await scope.transaction(async (tx) => {
      await writeDown(context, { work, tx, removed: await tx.contactRows.scrubText(text), user: undefined });
    });
  }
  return isAll;
}

interface WriteDown {
  work: Work;
  tx: TenantScope;
  removed: Removed;
  user: ErasureSubject['engineUsers'][number] | undefined;
}

async function writeDown(context: ErasureContext, { work, tx, removed, user }: WriteDown): Promise<void> {
  const { erasure, subject } = work;
  const sum = { ...erasure.removed };
  for (const [table, count] of Object.entries(removed)) sum[table] = (sum[table] ?? 0) + count;
  const engineUsers = user ? addUser(subject.engineUsers, user) : subject.engineUsers;
  work.erasure = { ...erasure, removed: sum };
  work.subject = { ...subject, engineUsers };
  const { engine } = erasure;
  await tx.erasures.progress(erasure.id, {
    subject: work.subject,
    removed: sum,
    engine,
    leaseMs: context.leaseMs,
  });
}

/** A user is deleted once, after all that was said with him. */
function addUser(
  users: ErasureSubject['engineUsers'],
  { userId, conversationIds }: ErasureSubject['engineUsers'][number],
): ErasureSubject['engineUsers'] {
  const known = users.find((one) => one.userId === userId)?.conversationIds ?? [];
  const all = [...new Set([...known, ...conversationIds])];
  return [...users.filter((one) => one.userId !== userId), { userId, conversationIds: all }];
}

/** Answers when to try again; null when every engine has said what it had to say. */
async function eraseAtEngines(context: ErasureContext, work: Work): Promise<number | null> {
  const { tenantId, erasureId } = work;
  const { erasures } = context.database.enter(tenantId);
  const isLastTry = context.now().getTime() - work.erasure.createdAt.getTime() >= engineTriesForMs;
  for (const user of work.subject.engineUsers) {
    const outcome = await forgetAtEngine(context, { tenantId, user, isLastTry });
    if (outcome === null) return engineAgainMs;
    const engine = [...work.erasure.engine, outcome];
    const engineUsers = work.subject.engineUsers.filter((one) => one !== user);
    work.erasure = { ...work.erasure, engine };
    work.subject = { ...work.subject, engineUsers };
    const { removed } = work.erasure;
    await erasures.progress(erasureId, { subject: work.subject, removed, engine, leaseMs: context.leaseMs });
  }
  return null;
}
