import type { StoredEntry } from '@tandem/db';
import type { EngineFile, EngineFiles } from '@tandem/integrations/contract';
import { entryHash, isTenants, tenantTags } from '../../sync/entry-file.ts';
import { broken, CannotLook, defineCheck, type Opinion, ok, warn } from '../check.ts';
import { payForCloud } from '../pay-for-cloud.ts';
import type { Chart } from './chart.ts';

interface Facts {
  entries: number;
  /** How many were looked up: all of a small knowledge base, some of a large one. */
  looked: number;
  missing: number;
  /** There with another content, or not indexed. */
  stale: number;
  /** Whether a search for one of them finds anything of the tenant. */
  isFound: boolean;
}

const subject = 'the knowledge base';
/** As many as one listing answers; of more, the first, the middle and the last are looked up. */
const listedMax = 100;
const timeoutMs = 8_000;

export const knowledgeSearchable = defineCheck({
  name: 'knowledge.searchable',
  means:
    "What was synced has to be there still, indexed, and be found: somebody may have emptied the bot's files by hand.",
  cure: '`tandem sync run <tenant> --wait`: it puts back what is missing.',
  gather: async ({ context, scope, target, tenant }: Chart): Promise<Facts | 'carried' | 'none'> => {
    if (target.kind === 'none') throw new CannotLook('There is no Botpress connection.');
    if (target.kind === 'carried') return 'carried';
    const knowledge = await scope.knowledge.list();
    if (knowledge.length === 0) return 'none';
    if ((await scope.syncState.read()) === null)
      throw new CannotLook('Nothing was synced yet: see knowledge.synced.');
    const { botId, settings } = target;
    const pace = { attemptsMax: 1, budget: payForCloud(context, { tenantId: tenant.id, botId }) };
    const { files } = context.vitals.openStore({ ...settings, timeoutMs }, pace);
    const tags = tenantTags(tenant.id);
    const isSmall = knowledge.length <= listedMax;
    const looked = isSmall ? knowledge : sample(knowledge);
    const held = isSmall ? await files.list({ tags }) : await listSome(files, { tags, entries: looked });
    const byEntry = new Map(
      held.filter((file) => isTenants(tenant.id, file.tags)).map((file) => [file.tags.entryId, file]),
    );
    const [first] = looked;
    const query = first?.question ?? '';
    const passages = await files.search({ query, tags, limit: 5 });
    return {
      entries: knowledge.length,
      looked: looked.length,
      missing: looked.filter(({ id }) => !byEntry.has(id)).length,
      stale: looked.filter((entry) => isStale(entry, byEntry.get(entry.id))).length,
      isFound: passages.some(({ fileTags }) => isTenants(tenant.id, fileTags)),
    };
  },
  judge: (facts: Facts | 'carried' | 'none'): Opinion => {
    if (facts === 'carried') return ok(subject, 'It travels with each message: nothing is to be searched.');
    if (facts === 'none') return ok(subject, 'It has no entries.');
    const { entries, looked, missing, stale, isFound } = facts;
    const cure = 'tandem sync run <tenant> --wait puts back what is missing.';
    const of =
      looked === entries ? `${entries} entries` : `${looked} entries that were looked up, of ${entries},`;
    if (missing > 0) return broken(subject, `${missing} of ${of} are not in the bot any more.`, cure);
    if (stale > 0)
      return warn(subject, `${stale} of ${of} are there with another content, or not indexed.`, cure);
    if (isFound) return ok(subject, `All ${of} are there, and a search finds them.`);
    const message = `All ${of} are there, and a search for the first question finds nothing.`;
    return broken(
      subject,
      message,
      'Look at the files of the bot in Botpress: indexing may be off or the quota used up.',
    );
  },
});

const sample = (entries: readonly StoredEntry[]): StoredEntry[] =>
  [0, Math.floor(entries.length / 2), entries.length - 1].flatMap((at) => entries[at] ?? []);

async function listSome(
  files: EngineFiles,
  { tags, entries }: { tags: Record<string, string>; entries: readonly StoredEntry[] },
): Promise<EngineFile[]> {
  const found = entries.map(({ id }) => files.list({ tags: { ...tags, entryId: id } }));
  return (await Promise.all(found)).flat();
}

function isStale(entry: StoredEntry, file: EngineFile | undefined): boolean {
  if (file === undefined) return false;
  const isSame = entryHash(entry, file.tags.kbId ?? null) === file.tags.hash;
  return !isSame || file.status !== 'indexing_completed';
}
