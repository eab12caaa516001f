import type { SyncRun } from '@tandem/db';
import { readWanted } from '../../sync/read-wanted.ts';
import { wantedHash } from '../../sync/wanted-hash.ts';
import { broken, CannotLook, defineCheck, type Opinion, ok, warn } from '../check.ts';
import { sinceMs, spanOf } from '../span-of.ts';
import type { Chart } from './chart.ts';

interface Facts {
  kind: 'carried' | 'cloud';
  configVersion: number;
  isVerified: boolean;
  last: Pick<SyncRun, 'status' | 'createdAt' | 'entries'> | null;
  now: Date;
}

/** A sync of 10,000 entries takes its time. */
const patienceMs = 900_000;

export const knowledgeSynced = defineCheck({
  name: 'knowledge.synced',
  means:
    'The bot answers from what was last synced; a change that did not arrive there makes it answer from yesterday.',
  cure: '`tandem sync run <tenant> --wait`, and what it says.',
  gather: async ({ context, scope, target }: Chart): Promise<Facts> => {
    if (target.kind === 'none') throw new CannotLook('There is no Botpress connection.');
    const { configVersion, knowledgeHash } = await readWanted(scope);
    const state = await scope.syncState.read();
    const wanted = wantedHash({ targetKey: target.key, configVersion, knowledgeHash });
    return {
      kind: target.kind,
      configVersion,
      isVerified: state?.verifiedHash === wanted,
      last: await scope.checkup.lastSyncRun(),
      now: context.now(),
    };
  },
  judge: ({ kind, configVersion, isVerified, last, now }: Facts): Opinion => {
    const subject = `version ${configVersion}`;
    const cure = 'tandem sync run <tenant> --wait';
    if (kind === 'carried') return ok(subject, 'It travels with each message.');
    if (configVersion === 0) return ok(subject, 'Nothing is configured yet.');
    if (isVerified) return ok(subject, 'It was read back from the bot.');
    if (last?.status === 'queued' || last?.status === 'running') {
      const sinceRunMs = sinceMs(last.createdAt, now);
      if (sinceRunMs < patienceMs) return ok(subject, 'It is being synced right now.');
      const message = `Its sync has been ${last.status} for ${spanOf(sinceRunMs)}.`;
      return warn(subject, message, 'Look whether a worker runs (tandem doctor), and at its log.');
    }
    const reason = last?.entries.find(({ outcome }) => outcome === 'failed')?.reason;
    if (last?.status === 'failed') {
      return broken(
        subject,
        `Its sync failed: ${reason ?? 'no reason was noted'}.`,
        `Mend that, then ${cure}`,
      );
    }
    return broken(subject, 'It has not been synced to the bot.', cure);
  },
});
