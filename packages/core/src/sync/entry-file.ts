import type { KnowledgeEntry, TenantId } from '@tandem/schemas';
import { sha256 } from './wanted-hash.ts';

/** A file as it has to be in the engine. */
export interface WantedFile {
  /** Of the entry in a run's report. */
  entryKey: string;
  key: string;
  content: string;
  tags: Record<string, string>;
}

/** Marks what is ours in a bot; everything else there is left alone. */
export const managedBy = 'tandem';

/** The tags that all files of one tenant carry, and that every listing and search asks for. */
export const tenantTags = (tenantId: TenantId): Record<string, string> => ({ managedBy, tenantId });

/** Whether a file or passage is the tenant's: never trust that an upstream applied the filter. */
export const isTenants = (tenantId: TenantId, tags: Record<string, string>): boolean =>
  tags.managedBy === managedBy && tags.tenantId === tenantId;

/** Values of tags have fewer than 500 characters (contracts/botpress.md §1c). */
const titleCharactersMax = 200;

/**
 * One entry as a file (contracts/botpress.md §3.1). `knowledgeBaseId`: the base it belongs to; null in a shared bot, whose
 * own search would otherwise find it for every tenant (§3.5). Pure.
 */
export function entryFile(input: {
  tenantId: TenantId;
  entryId: string;
  entry: KnowledgeEntry;
  knowledgeBaseId: string | null;
}): WantedFile {
  const { tenantId, entryId, entry, knowledgeBaseId } = input;
  const base = knowledgeBaseId === null ? {} : { source: 'knowledge-base', kbId: knowledgeBaseId };
  return {
    entryKey: `knowledge/${entryId}`,
    key: `kb/${tenantId}/${entryId}.md`,
    content: toMarkdown(entry),
    tags: {
      ...base,
      ...tenantTags(tenantId),
      entryId,
      title: entry.question.slice(0, titleCharactersMax).toWellFormed(),
      hash: entryHash(entry, knowledgeBaseId),
    },
  };
}

/** Changes with anything of the entry that is uploaded. */
export const entryHash = (entry: KnowledgeEntry, knowledgeBaseId: string | null): string =>
  sha256(JSON.stringify([toMarkdown(entry), knowledgeBaseId]));

function toMarkdown({ question, answer, tags }: KnowledgeEntry): string {
  const tagLine = tags.length === 0 ? '' : `\n\nTags: ${tags.join(', ')}`;
  return `# ${question}\n\n${answer}${tagLine}\n`;
}
