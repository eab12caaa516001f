import type { SyncRun, TenantScope } from '@tandem/db';
import type { KnowledgeEntry } from '@tandem/schemas';
import type { SyncStage } from '@tandem/testkit/sync-stage';
import { testActor } from '@tandem/testkit/tenants';
import { runSync } from '../src/sync/run-sync.ts';

export const entry = (question: string, answer = 'An answer.'): KnowledgeEntry => ({
  question,
  answer,
  tags: [],
});

/** The next version of a tenant's knowledge. */
export async function writeKnowledge(
  stage: SyncStage,
  scope: TenantScope,
  entries: KnowledgeEntry[],
): Promise<void> {
  await scope.config.write({
    patch: {},
    knowledgeBase: entries,
    actor: testActor,
    now: stage.clock.now(),
    installation: null,
    mayClaimDefault: true,
  });
}

/** Asks for a run and does what a worker does; answers how it stands then. */
export async function syncOnce(stage: SyncStage, scope: TenantScope): Promise<SyncRun> {
  const now = stage.clock.now();
  const { version } = await scope.config.read();
  const { id } = await scope.syncRuns.request({ configVersion: version, actor: testActor, now });
  await runSync(stage.context, { tenantId: scope.tenantId, syncRunId: id });
  return await readRun(scope, id);
}

export async function readRun(scope: TenantScope, id: string): Promise<SyncRun> {
  const run = await scope.syncRuns.get(id);
  if (!run) throw new Error('there is no such run');
  return run;
}

/** The outcomes of a run's entries, counted. */
export function countOutcomes(run: SyncRun): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of run.entries) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
