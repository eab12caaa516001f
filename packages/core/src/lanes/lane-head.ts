import type { Outbound, Turn } from '@tandem/db';
import type { InboundId } from '@tandem/schemas';

/** What a lane works on at a moment: a message that waits, a turn, a stored reply of the bot, a message to be carried. */
export type LaneHead =
  | { type: 'message'; id: InboundId }
  | { type: 'turn'; id: Turn['id']; turn: Turn }
  | { type: 'reply'; id: InboundId }
  | { type: 'outbound'; id: Outbound['id']; outbound: Outbound };
