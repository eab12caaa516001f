import type { TenantId } from '@tandem/schemas';
import type { ErasureContext } from './context.ts';
import { erasePlace } from './erase-place.ts';
import { zErasureSubject } from './erasure-subject.ts';
import { findContact } from './find-contact.ts';
import { forgetAtEngine } from './forget-at-engine.ts';
import { type CarriedErasure, recordBatch } from './record-batch.ts';

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
  if (!(await erasures.claim(erasureId, { now: context.now(), leaseMs: context.erasureLeaseMs }))) return;
  const erasure = await erasures.get(erasureId);
  if (!erasure || erasure.subject === null) return;
  const work: CarriedErasure = { tenantId, erasure, subject: zErasureSubject.parse(erasure.subject) };
  const againMs = (await eraseContent(context, work)) ? await eraseAtEngines(context, work) : lanesAgainMs;
  if (againMs !== null) {
    // What is cut short because this worker stops is at once another's.
    const waitMs = context.signal.aborted ? 0 : againMs;
    await erasures.postpone(erasureId, new Date(context.now().getTime() + waitMs));
    return;
  }
  const revision = await erasures.finish(erasureId, { engine: work.erasure.engine, now: context.now() });
  context.notifyChange(tenantId, revision);
  context.log.info({ tenantId, erasureId, removed: work.erasure.removed }, 'a contact was erased');
}

/** False when a conversation is not free yet, and when the worker stops. */
async function eraseContent(context: ErasureContext, work: CarriedErasure): Promise<boolean> {
  const { tenantId, subject } = work;
  const scope = context.database.enter(tenantId);
  const channel = context.integrations.channels.chatwoot;
  const { places, texts } = await findContact({ scope, channel, who: subject.who, signal: context.signal });
  if (context.signal.aborted) return false;
  let isAll = true;
  for (const place of places) {
    isAll = !context.signal.aborted && (await erasePlace(context, { work, place })) && isAll;
  }
  for (const text of texts) {
    if (context.signal.aborted) return false;
    await recordBatch(context, {
      work,
      batch: async (tx) => ({ removed: await tx.contactRows.scrubText(text) }),
    });
  }
  return isAll;
}

/** Answers when to try again; null when every engine has said what it had to say. */
async function eraseAtEngines(context: ErasureContext, work: CarriedErasure): Promise<number | null> {
  const { tenantId } = work;
  const { erasures } = context.database.enter(tenantId);
  const isLastTry = context.now().getTime() - work.erasure.createdAt.getTime() >= engineTriesForMs;
  for (const user of work.subject.engineUsers) {
    if (context.signal.aborted) return 0;
    const outcome = await forgetAtEngine(context, { tenantId, user, isLastTry });
    if (outcome === null) return engineAgainMs;
    const engine = [...work.erasure.engine, outcome];
    const engineUsers = work.subject.engineUsers.filter((one) => one !== user);
    work.erasure = { ...work.erasure, engine };
    work.subject = { ...work.subject, engineUsers };
    const { removed } = work.erasure;
    await erasures.progress(work.erasure.id, {
      ...{ subject: work.subject, removed, engine },
      leaseMs: context.erasureLeaseMs,
    });
  }
  return null;
}
