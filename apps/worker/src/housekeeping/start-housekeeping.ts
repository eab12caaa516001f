import { type ErasureContext, sweepErasures } from '@tandem/core/contacts';
import { sweepRetention } from '@tandem/core/retention';
import { sweepRemovedTenants } from '@tandem/core/tenants';
import { repeat } from '../repeat.ts';

/** Nobody waits for these within a second, and each is a look at an index when there is nothing to do. */
const everyMs = 5_000;
const limit = 20;

export interface HousekeepingDeps {
  context: ErasureContext & { log: { warn(fields: Record<string, unknown>, message: string): void } };
  random(): number;
}

/**
 * What no message waits for: contacts to erase, tenants to purge, conversations that are no longer kept. A plain jittered timer
 * in every worker. Once the signal is aborted the batch at work is the last; `stop` waits for it.
 */
export function startHousekeeping({ context, random }: HousekeepingDeps): { stop(): Promise<void> } {
  const run = () => sweepAll(context).then(() => everyMs);
  return repeat({ firstMs: everyMs, run, random });
}

/** One that fails leaves the others alone, and comes again. */
async function sweepAll(context: HousekeepingDeps['context']): Promise<void> {
  const sweeps = {
    erasures: () => sweepErasures(context, { limit }),
    tenants: () => sweepRemovedTenants(context),
    retention: () => sweepRetention(context, { limit }),
  };
  for (const [name, sweep] of Object.entries(sweeps)) {
    if (context.signal.aborted) return;
    await sweep().catch((err: unknown) =>
      context.log.warn({ err, sweep: name }, 'a sweep could not be done'),
    );
  }
}
