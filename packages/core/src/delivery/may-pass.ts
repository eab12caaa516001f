import type { Outbound, Session } from '@tandem/db';
import type { ConversationStatus, Owner } from '@tandem/schemas';
import { isHandoffOver } from '../handoff/is-handoff-over.ts';

type Payload = Pick<Outbound, 'kind' | 'payload'>;

/** Whether a customer sees it: then it keeps its place in the order, and all that customers see waits for it. Pure. */
export function isWords({ kind }: Pick<Outbound, 'kind'>): boolean {
  switch (kind) {
    case 'reply':
    case 'welcome':
    case 'notice':
    case 'handoff-notice':
      return true;
    case 'status':
    case 'action':
    case 'handoff':
    case 'assignment':
      return false;
  }
}

/** Words are the bot's; a status and the steps of a handoff stand only while the owner who caused them does. Pure. */
export function ownerFor(outbound: Payload): Owner {
  switch (outbound.kind) {
    case 'status':
      return statusOf(outbound) === 'pending' ? 'bot' : 'human';
    case 'handoff':
    case 'assignment':
    case 'handoff-notice':
      return 'human';
    case 'reply':
    case 'welcome':
    case 'notice':
    case 'action':
      return 'bot';
  }
}

/** Whether the owner lets it be sent, as `claim` decides (owner-allows.ts of packages/db). Pure. */
export function mayPass(outbound: Payload & Pick<Outbound, 'createdAt'>, session: Session): boolean {
  switch (outbound.kind) {
    case 'notice':
      return session.owner === 'bot' || !session.agentReplied;
    case 'handoff-notice':
      return session.owner === 'human' && !session.agentReplied && !isHandoffOver(outbound, session);
    case 'action':
      return true;
    case 'assignment':
      return session.owner === 'human' && !session.agentReplied;
    case 'reply':
    case 'welcome':
    case 'status':
    case 'handoff':
      return session.owner === ownerFor(outbound);
  }
}

/** We wrote this payload ourselves (handoff/hand-over.ts, ownership/release.ts). */
export function statusOf(outbound: Payload): Extract<ConversationStatus, 'open' | 'pending'> {
  const { status } = JSON.parse(outbound.payload) as { status: 'open' | 'pending' };
  return status;
}
