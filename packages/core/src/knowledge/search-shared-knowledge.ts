import {
  type Budgets,
  type EngineCloud,
  type EngineDialect,
  type EnginePassage,
  type EngineStore,
  UpstreamError,
} from '@tandem/integrations/contract';
import type { KnowledgeEntry, TenantId } from '@tandem/schemas';
import type { LaneLog } from '../lanes/context.ts';
import { entryHash, isTenants, tenantTags } from '../sync/entry-file.ts';
import { isInstallationCloud } from '../sync/sync-target.ts';
import { cloudScope } from '../sync/wait-for-budget.ts';

/** A message, and what the tenant's bot might know about it. */
export interface KnowledgeQuestion {
  tenant: { tenantId: TenantId; engine: { settings: Record<string, unknown> } | null };
  entries: readonly KnowledgeEntry[];
  question: string;
}

/**
 * Those of the given entries, the same objects, that the question is about, the best first; none when nothing was found or
 * the search failed.
 */
export type KnowledgeSearch = (input: KnowledgeQuestion) => Promise<KnowledgeEntry[]>;

interface SearchContext {
  cloud: EngineCloud;
  /** The installation's bot, shared by tenants without a connection of their own. */
  botpress: { dialect: EngineDialect; settings: Record<string, unknown> } | null;
  /** A search is left out when the bot's budget is short: words decide then. */
  budgets?: Budgets | undefined;
  log: Pick<LaneLog, 'warn'>;
  /** A customer waits: later than this words decide. Default 1,500. */
  timeoutMs?: number;
}

const passagesMax = 20;

/**
 * A search of the shared bot's files in one tenant's name (contracts/botpress.md §3.5); null when the installation has no
 * such bot. Two walls: a passage whose tags are not the tenant's is dropped, and what leaves here is never text of the
 * engine but the tenant's own entry of that hash, as MySQL holds it.
 */
export function createKnowledgeSearch(context: SearchContext): KnowledgeSearch | null {
  const { botpress, timeoutMs = 1_500 } = context;
  if (botpress === null || !isInstallationCloud({ botpress })) return null;
  const entriesByHash = createHashIndex();
  const { settings } = botpress;
  const open = (tenantId: TenantId): EngineStore =>
    context.cloud.openStore(
      { ...settings, timeoutMs },
      {
        attemptsMax: 1,
        budget: () => pay(context.budgets, { tenantId, botId: String(settings.botId) }),
      },
    );

  return async ({ tenant, entries, question }) => {
    const { tenantId } = tenant;
    const isShared = tenant.engine?.settings.botId === settings.botId;
    if (!isShared || question.trim() === '') return [];
    try {
      const search = open(tenantId).files.search({
        query: question,
        tags: tenantTags(tenantId),
        limit: passagesMax,
      });
      const passages = await within(timeoutMs, search);
      const own = passages.filter(({ fileTags }) => isTenants(tenantId, fileTags));
      const foreign = passages.length - own.length;
      if (foreign > 0)
        context.log.warn({ tenantId, foreign }, 'a search answered passages of others: dropped');
      return pick(own, entriesByHash(entries));
    } catch (err) {
      context.log.warn({ tenantId, err }, 'knowledge was not searched: words decide');
      return [];
    }
  };
}

async function pay(
  budgets: Budgets | undefined,
  input: { tenantId: TenantId; botId: string },
): Promise<void> {
  const { tenantId, botId } = input;
  const verdict = await budgets?.take({ tenantId, need: 'optional', scopes: [cloudScope(botId)] });
  if (verdict?.granted !== false) return;
  const { retryAfterMs } = verdict;
  throw new UpstreamError('rate-limited', 'our own budget for the bot’s cloud is spent', { retryAfterMs });
}

function pick(
  passages: readonly EnginePassage[],
  byHash: ReadonlyMap<string, KnowledgeEntry>,
): KnowledgeEntry[] {
  const found = passages.flatMap(({ fileTags }) => byHash.get(fileTags.hash ?? '') ?? []);
  return [...new Set(found)];
}

/** Hashes the entries of one version once: the list is the cache's, the same for every message. */
function createHashIndex(): (entries: readonly KnowledgeEntry[]) => ReadonlyMap<string, KnowledgeEntry> {
  const known = new WeakMap<readonly KnowledgeEntry[], ReadonlyMap<string, KnowledgeEntry>>();
  return (entries) => {
    const held = known.get(entries);
    if (held !== undefined) return held;
    const index = new Map(entries.map((entry) => [entryHash(entry, null), entry]));
    known.set(entries, index);
    return index;
  };
}

/** Rejects when the answer takes longer; what comes later is nobody's. */
async function within<Result>(timeoutMs: number, work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
