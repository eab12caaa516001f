import { carryErasure } from './carry-erasure.ts';
import type { ErasureContext } from './context.ts';

const lateMax = 500;
/** What Chatwoot or an engine still sends of a contact that was erased is taken out for so long. */
const watchedMs = 30 * 24 * 3_600_000;

/** Carries erasures that are due, and takes out what came late of contacts erased before; answers how many it found. */
export async function sweepErasures(context: ErasureContext, { limit }: { limit: number }): Promise<number> {
  const { erasureWork } = context.database.platform;
  const due = await erasureWork.due(context.now(), limit);
  for (const erasure of due) if (!context.signal.aborted) await carryErasure(context, erasure);
  if (context.signal.aborted) return due.length;
  await erasureWork.blankLate(new Date(context.now().getTime() - watchedMs), lateMax);
  return due.length;
}
