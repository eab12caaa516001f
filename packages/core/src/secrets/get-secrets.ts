import type { SecretsAnswer } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { keyStates } from './key-states.ts';
import { resealView } from './reseal-view.ts';

/** Which encryption keys seal how many secrets, which may be dropped, and how far sealing anew is. */
export async function getSecrets(context: AdminContext): Promise<SecretsAnswer> {
  const { dataKeys, reseals, sealedValues } = context.database.platform;
  const [known, counts, reseal] = await Promise.all([
    dataKeys.known(),
    sealedValues.countByKey(),
    reseals.latest(),
  ]);
  return {
    keys: keyStates({ set: context.sealer.keyIds, known, counts }),
    reseal: reseal && resealView(reseal),
  };
}
