import type { WorkStanding } from '@tandem/db';
import type { Chart } from './chart.ts';

const lookBackMs = 24 * 3_600_000;

/** The tenant's work of the last day. */
export function readWork({ context, scope }: Pick<Chart, 'context' | 'scope'>): Promise<WorkStanding> {
  const at = context.now();
  return scope.checkup.work({ at, since: new Date(at.getTime() - lookBackMs) });
}
