import { type EngineFile, type EngineFiles, UpstreamError } from '@tandem/integrations/contract';
import type { TenantId } from '@tandem/schemas';
import type { SyncContext } from './context.ts';
import { tenantTags, type WantedFile } from './entry-file.ts';
import { explainFailure, isWholeRuns } from './explain-failure.ts';
import type { HeldRun } from './held-run.ts';
import { planFiles, type SentFile } from './plan-files.ts';
import { runBounded } from './run-bounded.ts';

/** Uploads at once (contracts/botpress.md §3.1). */
const uploadsAtOnce = 5;
const indexingTimeoutMs = 300_000;
const looksMs = [500, 1_000, 2_000, 3_000, 5_000];

interface PushFiles {
  run: HeldRun;
  tenantId: TenantId;
  files: EngineFiles;
  wanted: readonly WantedFile[];
}

/**
 * Makes the engine hold exactly the wanted files of a tenant: uploads what changed, waits until it can be searched, deletes
 * what vanished last, so that there is no moment without an answer, and believes nothing but what it reads back.
 * Throws `UpstreamError` for what fails the whole run, `LeaseLost`.
 */
export async function pushFiles(context: SyncContext, input: PushFiles): Promise<void> {
  const { run, tenantId, files, wanted } = input;
  const held = await files.list({ tags: tenantTags(tenantId) });
  const plan = planFiles({ tenantId, wanted, held });
  // One more: the configuration.
  await run.expect(wanted.length + plan.vanished.length + 1);
  for (const file of plan.unchanged) await run.note(settled(run, file));
  if (plan.changed.length + plan.awaited.length + plan.vanished.length === 0) return;

  const uploaded: SentFile[] = [];
  await runBounded(plan.changed, uploadsAtOnce, async (file) => {
    const failure = await attempt(async () => {
      const { id } = await files.put({ ...file, contentType: 'text/markdown' });
      uploaded.push({ file, fileId: id });
    });
    if (failure !== null) await run.note({ key: file.entryKey, outcome: 'failed', reason: failure });
  });
  await awaitIndexed(context, { ...input, awaited: [...uploaded, ...plan.awaited], uploaded });
  await runBounded(plan.vanished, uploadsAtOnce, async (file) => {
    const failure = await attempt(() => files.delete(file.id));
    if (failure !== null) await run.note({ key: vanishedKey(file), outcome: 'failed', reason: failure });
  });
  await readBack(input, plan.vanished);
}

/** Looks again until everything uploaded can be searched, has failed, or five minutes have passed. */
async function awaitIndexed(
  context: SyncContext,
  input: PushFiles & { awaited: readonly SentFile[]; uploaded: readonly SentFile[] },
): Promise<void> {
  const { run, files, uploaded } = input;
  const endsAtMs = context.now().getTime() + indexingTimeoutMs;
  const isUploaded = new Set(uploaded.map(({ file }) => file));
  let rest = input.awaited;
  for (let look = 0; rest.length > 0; look += 1) {
    const found = await files.getMany(rest.map(({ fileId }) => fileId));
    const byId = new Map(found.map((file) => [file.id, file]));
    const waiting: SentFile[] = [];
    for (const sent of rest) {
      const { file, fileId } = sent;
      const held = byId.get(fileId);
      const status = held?.tags.hash === file.tags.hash ? held?.status : null;
      if (status === 'indexing_completed') {
        await run.note(isUploaded.has(file) ? uploadedEntry(file) : settled(run, file));
      } else if (status === 'indexing_failed') {
        await run.note({
          key: file.entryKey,
          outcome: 'failed',
          reason: `not indexed: ${held?.failedReason}`,
        });
      } else waiting.push(sent);
    }
    rest = waiting;
    if (rest.length === 0) return;
    if (context.now().getTime() >= endsAtMs) break;
    run.guard();
    await context.wait(looksMs[Math.min(look, looksMs.length - 1)] ?? 0);
  }
  const reason = `not searchable after ${indexingTimeoutMs / 60_000} minutes`;
  for (const { file } of rest) await run.note({ key: file.entryKey, outcome: 'failed', reason });
}

/** Only what is seen to be gone is called deleted, and only what is seen to be there is left a success. */
async function readBack(input: PushFiles, vanished: readonly EngineFile[]): Promise<void> {
  const { run, tenantId, files, wanted } = input;
  const held = await files.list({ tags: tenantTags(tenantId) });
  const after = planFiles({ tenantId, wanted, held });
  const isFailed = new Set(
    run.report().entries.flatMap((one) => (one.outcome === 'failed' ? [one.key] : [])),
  );
  for (const file of [...after.changed, ...after.awaited.map((sent) => sent.file)]) {
    if (isFailed.has(file.entryKey)) continue;
    await run.note({ key: file.entryKey, outcome: 'failed', reason: 'not there when it was read back' });
  }
  const isThere = new Set(after.vanished.map(({ key }) => key));
  for (const file of vanished) {
    const key = vanishedKey(file);
    if (!isThere.has(file.key)) await run.note({ key, outcome: 'deleted' });
    else if (!isFailed.has(key))
      await run.note({ key, outcome: 'failed', reason: 'still there after it was deleted' });
  }
}

/** Null for success; the words for a failure of this one thing. What fails the whole run is thrown. */
async function attempt(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof UpstreamError) || isWholeRuns(error)) throw error;
    return explainFailure(error);
  }
}

const uploadedEntry = (file: WantedFile) => ({ key: file.entryKey, outcome: 'uploaded' as const });
const settled = (run: HeldRun, file: WantedFile) =>
  run.hasUploaded(file.entryKey)
    ? uploadedEntry(file)
    : { key: file.entryKey, outcome: 'unchanged' as const };

const vanishedKey = ({ tags, key }: EngineFile): string => `knowledge/${tags.entryId ?? key}`;
