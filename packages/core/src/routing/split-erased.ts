import type { Session } from '@tandem/db';
import type { Heard } from './hear.ts';

export const erasedReason = 'the contact was erased';

/** What came late of a contact that was erased since it was written, and what is to be heard. Pure. */
export function splitErased(
  heard: readonly Heard[],
  { erasedMessageId }: Pick<Session, 'erasedMessageId'>,
): { late: Heard[]; fresh: readonly Heard[] } {
  if (erasedMessageId === null) return { late: [], fresh: heard };
  const isLate = ({ channelMessageId }: Heard) =>
    channelMessageId !== null && channelMessageId <= erasedMessageId;
  return { late: heard.filter(isLate), fresh: heard.filter((one) => !isLate(one)) };
}
