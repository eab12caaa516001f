import type { Database } from '@tandem/db';
import { newId } from '@tandem/runtime';
import type { Actor, LaneKey } from '@tandem/schemas';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import type { AdminContext } from '../src/admin/admin-context.ts';

/** An administrator who looks at the conversation of a stage, on its clock. */
export function adminOfStage(
  stage: LaneStage,
  { database, actor = { type: 'key', id: 'k1' } }: { database: Database; actor?: Actor },
): { context: AdminContext; woken: LaneKey[] } {
  const woken: LaneKey[] = [];
  const context = {
    database,
    actor,
    role: 'admin',
    now: () => stage.clock.now(),
    newId,
    wakeLanes: (lanes: LaneKey[]) => void woken.push(...lanes),
  } as const;
  return { context: asAdmin(context), woken };
}

/** These verbs touch no upstream and no secrets: what is left out is never asked for. */
const asAdmin = (context: Partial<AdminContext>): AdminContext => context as AdminContext;
