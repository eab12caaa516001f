import { LeaseLost, UpstreamError } from '@tandem/integrations/contract';
import { fillConfig, type TenantId } from '@tandem/schemas';
import { checkCarried } from './check-carried.ts';
import type { SyncContext } from './context.ts';
import { entryFile } from './entry-file.ts';
import { explainFailure, isPassing } from './explain-failure.ts';
import { findKnowledgeBase } from './find-knowledge-base.ts';
import { HeldRun } from './held-run.ts';
import { pushConfig } from './push-config.ts';
import { pushFiles } from './push-files.ts';
import { readWanted, type Wanted } from './read-wanted.ts';
import { readTarget, type SyncTarget } from './sync-target.ts';
import { wantedHash } from './wanted-hash.ts';

/** Tries of one run, each by whoever claims it: a failure that may pass is tried again later. */
const triesMax = 6;
const pauseMsMax = 300_000;

interface SyncJob {
  tenantId: TenantId;
  syncRunId: string;
}

/** Takes a due run; null when it is over, held by another worker, or not due. */
export async function claimRun(context: SyncContext, job: SyncJob): Promise<HeldRun | null> {
  const { worker: name, leaseMs } = context;
  const scope = context.database.enter(job.tenantId);
  const claimedAtMs = performance.now();
  const lease = await scope.syncRuns.claim(job.syncRunId, { name, leaseMs, now: context.now() });
  if (lease === null) return null;
  const earlier = (await scope.syncRuns.get(job.syncRunId))?.entries ?? [];
  return new HeldRun({ id: job.syncRunId, scope, lease, leaseMs, claimedAtMs, earlier });
}

/** Does a due run if nobody else does. */
export async function runSync(context: SyncContext, job: SyncJob): Promise<void> {
  const run = await claimRun(context, job);
  if (run !== null) await carryRun(context, run);
}

/** Does a claimed run to its end, or gives it back for later. Never throws for what an upstream did. */
export async function carryRun(context: SyncContext, run: HeldRun): Promise<void> {
  let outcome: string;
  try {
    outcome = await carry(context, run);
  } catch (error) {
    outcome = await settle(context, { run, error });
  } finally {
    run.stop();
  }
  const { total, failed } = run.progress();
  const durationMs = Math.round(performance.now() - run.startedAtMs);
  const { tenantId } = run.scope;
  context.log.info({ tenantId, syncRunId: run.id, outcome, total, failed, durationMs }, 'sync run');
}

async function carry(context: SyncContext, run: HeldRun): Promise<string> {
  const { scope } = run;
  const { tenantId } = scope;
  const tenant = await context.database.platform.tenants.get(tenantId);
  if (tenant?.status !== 'active') return await finish(context, { run, status: 'cancelled', verified: null });
  const target = await readTarget(context, scope);
  const wanted = await readWanted(scope);
  switch (target.kind) {
    case 'none':
      await run.note({ key: 'engine', outcome: 'failed', reason: 'the tenant has no Botpress connection' });
      break;
    case 'carried':
      for (const entry of checkCarried({ tenantId, ...target, ...wanted, now: context.now() }))
        await run.note(entry);
      break;
    case 'cloud':
      await push(context, { run, target, wanted });
  }
  const status = run.report().failed === 0 ? 'succeeded' : 'failed';
  const verified = status === 'succeeded' && target.kind !== 'none' ? { target, wanted } : null;
  return await finish(context, { run, status, verified });
}

async function push(
  context: SyncContext,
  input: { run: HeldRun; target: Extract<SyncTarget, { kind: 'cloud' }>; wanted: Wanted },
): Promise<void> {
  const { run, target, wanted } = input;
  const { tenantId } = run.scope;
  const budget = async () => {
    context.signal?.throwIfAborted();
    await context.takeBudget?.({ tenantId, botId: target.botId });
    run.guard();
  };
  const store = context.cloud.openStore(target.settings, {
    budget,
    ...(context.signal && { signal: context.signal }),
  });
  const isOwn = target.use === 'own';
  const knowledgeBaseId = isOwn ? await findKnowledgeBase(store, { tenantId }) : null;
  const files = wanted.knowledge.map((entry) =>
    entryFile({ tenantId, entryId: entry.id, entry, knowledgeBaseId }),
  );
  await pushFiles(context, { run, tenantId, files: store.files, wanted: files });
  const config = { tenantId, config: fillConfig(wanted.config), configVersion: wanted.configVersion };
  const reason = 'the shared bot gets it with every message';
  await run.note(isOwn ? await pushConfig(store, config) : { key: 'config', outcome: 'unchanged', reason });
}

interface Finish {
  run: HeldRun;
  status: 'succeeded' | 'failed' | 'cancelled';
  /** What the run has proven to be in place. */
  verified: { target: Exclude<SyncTarget, { kind: 'none' }>; wanted: Wanted } | null;
}

async function finish(context: SyncContext, { run, status, verified }: Finish): Promise<string> {
  const verifiedHash = verified && wantedHash({ ...verified.wanted, targetKey: verified.target.key });
  const end = { ...run.report(), status, verifiedHash, now: context.now() };
  if (!(await run.scope.syncRuns.finish(run.id, run.lease, end))) throw new LeaseLost();
  return status;
}

/** What becomes of a run that broke off. */
async function settle(context: SyncContext, input: { run: HeldRun; error: unknown }): Promise<string> {
  const { run, error } = input;
  if (error instanceof LeaseLost) return 'lost';
  if (context.signal?.aborted) return await postpone(run, context.now());
  const isUpstreams = error instanceof UpstreamError;
  if (!isUpstreams) {
    const { tenantId } = run.scope;
    context.log.error({ tenantId, syncRunId: run.id, err: error }, 'a sync run broke');
  }
  const { token: tries } = run.lease;
  if (tries < triesMax && (!isUpstreams || isPassing(error))) {
    const asked = isUpstreams ? error.retryAfterMs : undefined;
    const pauseMs = Math.min(asked ?? 5_000 * 2 ** tries, pauseMsMax);
    return await postpone(run, new Date(context.now().getTime() + pauseMs));
  }
  const reason = isUpstreams ? explainFailure(error) : 'it broke on our side: the log says why';
  await run.note({ key: 'engine', outcome: 'failed', reason });
  return await finish(context, { run, status: 'failed', verified: null });
}

async function postpone(run: HeldRun, dueAt: Date): Promise<string> {
  const isOurs = await run.scope.syncRuns.postpone(run.id, run.lease, { ...run.progress(), dueAt });
  return isOurs ? 'postponed' : 'lost';
}
