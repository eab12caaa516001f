import type { ConfigVersion, TenantScope } from '@tandem/db';
import {
  AppError,
  type KnowledgeEntry,
  type StoredConfig,
  type TenantId,
  zConfigPatch,
} from '@tandem/schemas';
import type { ConfigAnswer } from '@tandem/schemas/admin';
import { type AdminContext, claimRights } from '../admin/admin-context.ts';
import { scheduleSync } from '../sync/schedule-sync.ts';
import { knowledgeOf, requireVersion } from './config-version.ts';
import { readConfig } from './get-config.ts';

interface Rollback {
  tenantId: TenantId;
  version: number;
  knowledge: 'restore' | 'keep';
  expectedVersion?: number | undefined;
}

/**
 * A new version with the settings of an earlier one and, unless it is to stay, its knowledge base. AppError `not_found` (no
 * such version), `conflict` (another version than expected, an inbox that another tenant has by now), `forbidden` (an inbox
 * of the default Chatwoot), `unprocessable` (it cannot be restored).
 */
export async function rollbackConfig(context: AdminContext, input: Rollback): Promise<ConfigAnswer> {
  const { tenantId, expectedVersion } = input;
  const { answer, revision } = await context.database.enter(tenantId).transaction(async (scope) => {
    const version = await requireVersion(scope, input.version);
    const restored = { version: version.version, config: stillValid(version) };
    const knowledgeBase = input.knowledge === 'keep' ? undefined : await entriesOf(scope, version);
    const { actor } = context;
    const change = { patch: {}, restored, knowledgeBase, expectedVersion, actor, now: context.now() };
    const written = await scope.config.write({ ...change, ...claimRights(context) });
    await scheduleSync(context, scope);
    return { answer: await readConfig(scope), revision: written.revision };
  });
  context.notifyChange(tenantId, revision);
  return answer;
}

/** Bounds may have become narrower since it was written. */
function stillValid({ version, config }: ConfigVersion): StoredConfig {
  const parsed = zConfigPatch.safeParse(config);
  if (parsed.success) return config;
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new AppError('unprocessable', {
    public: `Version ${version} holds what is not allowed any more: set its fields by hand.`,
    issues,
  });
}

async function entriesOf(scope: TenantScope, version: ConfigVersion): Promise<KnowledgeEntry[]> {
  const entries = await knowledgeOf(scope, version);
  if (entries) return entries.map(({ question, answer, tags }) => ({ question, answer, tags }));
  throw new AppError('unprocessable', {
    public: `The knowledge base of version ${version.version} is not kept any more: roll back with knowledge "keep".`,
    issues: [{ path: 'knowledge', message: 'can only be "keep" for this version' }],
  });
}
