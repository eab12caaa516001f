import { each } from '../change-rows.ts';

/** How a message ended, and why in plain words: recorded once. */
export interface End {
  kind: 'answered' | 'silent' | 'suppressed' | 'handed-off' | 'dead' | 'recorded';
  reason: string;
}

export interface Ending {
  end: End;
  at: Date;
}

/** What an end sets, of a message as of a turn. */
export const endedColumns = (table: 'i' | 't') => ({
  [`${table}.state`]: "'ended'",
  [`${table}.end_kind`]: each(({ end }: Ending) => end.kind),
  [`${table}.end_reason`]: each(
    ({ end }: Ending) => end.reason,
    (reason) => `LEFT(${reason}, 500)`,
  ),
  [`${table}.ended_at`]: each(({ at }: Ending) => at),
});
