import type { TenantScope } from '@tandem/db';
import type { TargetContext } from './context.ts';
import { readTarget } from './sync-target.ts';

/** A burst of writes is one run: it begins when they have paused, and at the latest a minute after the first. */
const pauseMs = 5_000;
const waitMsMax = 60_000;

/**
 * Has what was just written pushed to the engine soon; nothing where the dialect carries it anyway. Called in the
 * transaction of the write: a row in MySQL remembers it.
 */
export async function scheduleSync(
  context: TargetContext & { now(): Date },
  scope: TenantScope,
): Promise<void> {
  if ((await readTarget(context, scope)).kind !== 'cloud') return;
  const now = context.now();
  const { version } = await scope.config.read();
  const dueAt = new Date(now.getTime() + pauseMs);
  await scope.syncRuns.schedule({ configVersion: version, dueAt, waitMsMax, now });
}
