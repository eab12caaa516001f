import type { ResealView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { resealView } from './reseal-view.ts';

/**
 * Has a worker seal everything anew with the first of this process's encryption keys. One that is under way with it is
 * answered as it is.
 */
export async function startReseal(context: AdminContext): Promise<ResealView> {
  const { reseals, sealedValues } = context.database.platform;
  const keyId = context.sealer.sealingId;
  const counts = await sealedValues.countByKey();
  const total = [...counts].reduce((sum, [id, count]) => (id === keyId ? sum : sum + count), 0);
  const { actor } = context;
  return resealView(await reseals.request({ keyId, total, actor, now: context.now() }));
}
