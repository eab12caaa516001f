import type { TenantScope } from '@tandem/db';
import { type QueuedStep, type QueueSteps, queueSteps } from '../delivery/queue-steps.ts';

/** Queues one step of the platform. Runs in a transaction. */
export async function queueStep(
  context: Parameters<typeof queueSteps>[0],
  scope: TenantScope,
  { kind, payload, ...input }: Omit<QueueSteps, 'steps'> & QueuedStep,
): Promise<void> {
  await queueSteps(context, scope, { ...input, steps: [{ kind, payload }] });
}
