import type { Owner } from '@tandem/schemas';
import type { Piece } from '../piece.ts';
import type { OutboundMessagesTable } from '../schema/tables.ts';

/**
 * The condition under which message `o` may be claimed: a reply or welcome only while the bot owns session `s`, a notice while
 * the bot owns or no agent has written yet, that of a handoff only while the same handoff stands and no agent has written, a
 * status or a step of a handoff only while its `owner` stands, an assignment only until an agent has written, an action
 * whoever owns.
 */
export function ownerAllows(kind: OutboundMessagesTable['kind'], owner: Owner): Piece {
  switch (kind) {
    case 'notice':
      return { text: "(s.owner = 'bot' OR s.agent_replied = 0)", parameters: [] };
    case 'handoff-notice':
      return {
        text: "s.owner = 'human' AND s.agent_replied = 0 AND s.owner_since <= o.created_at",
        parameters: [],
      };
    case 'action':
      return { text: '1 = 1', parameters: [] };
    case 'assignment':
      return { text: 's.owner = ? AND s.agent_replied = 0', parameters: [owner] };
    case 'handoff':
    case 'reply':
    case 'welcome':
    case 'status':
      return { text: 's.owner = ?', parameters: [owner] };
  }
}
