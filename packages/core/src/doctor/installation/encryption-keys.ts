import type { AdminContext } from '../../admin/admin-context.ts';
import { broken, defineCheck, type Opinion, ok, warn } from '../check.ts';

interface Facts {
  /** Of `TANDEM_ENCRYPTION_KEYS`, the sealing one first. */
  known: readonly string[];
  /** That stored secrets are sealed with. */
  inUse: readonly string[];
}

const subject = 'TANDEM_ENCRYPTION_KEYS';

export const encryptionKeys = defineCheck({
  name: 'encryption-keys',
  means:
    'A key that still seals secrets must stay: without it no process starts, and those secrets are lost.',
  cure: 'Keep the old key until everything is sealed anew (`tandem secrets reseal`).',
  gather: async ({ database, sealer }: AdminContext): Promise<Facts> => ({
    known: sealer.keyIds,
    inUse: await database.platform.connections.keyIdsInUse(),
  }),
  judge: ({ known, inUse }: Facts): Opinion => {
    const [sealing] = known;
    const missing = inUse.filter((id) => !known.includes(id));
    if (missing.length > 0) {
      const message = `Secrets are sealed with ${missing.join(', ')}, which is not among the keys: no process will start again.`;
      return broken(subject, message, `Put ${missing.join(', ')} back behind the first key, and restart.`);
    }
    const old = inUse.filter((id) => id !== sealing);
    if (old.length > 0) {
      const message = `Secrets are still sealed with ${old.join(', ')}, not with ${sealing}.`;
      return warn(
        subject,
        message,
        `Keep ${old.join(', ')} until tandem secrets reseal has ended, then take it away.`,
      );
    }
    return ok(subject, `Everything is sealed with ${sealing}.`);
  },
});
