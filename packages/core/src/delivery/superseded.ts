import type { Turn } from '@tandem/db';
import type { Config, TurnId } from '@tandem/schemas';

/** Why a reply is held back that the customer's next words overtook (product page §5.4, `onSupersede`). */
export const supersededReason = 'superseded';

interface Supersede {
  config: Pick<Config, 'onSupersede'> | undefined;
  /** Oldest first. */
  turns: readonly Pick<Turn, 'id' | 'takenAt'>[];
  /** Whose answer it is. */
  turnId: TurnId | null;
  /** When the bot made it, or the first we know of it, ms. */
  madeAtMs: number;
}

/** Whether a message of the bot was made before the engine took a newer message of the customer, and is not to go out. Pure. */
export function isSuperseded({ config, turns, turnId, madeAtMs }: Supersede): boolean {
  if (config?.onSupersede !== 'drop-stale' || turnId === null) return false;
  const own = turns.findIndex(({ id }) => id === turnId);
  return (
    own >= 0 && turns.slice(own + 1).some(({ takenAt }) => takenAt !== null && takenAt.getTime() > madeAtMs)
  );
}
