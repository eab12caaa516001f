import type { Session } from '@tandem/db';
import type { ConversationView } from '@tandem/integrations/contract';
import type { Owner } from '@tandem/schemas';

export interface OwnerDecision {
  owner: Owner;
  /** Why, in plain words: the reason of a change, or of leaving a message to a human. */
  reason: string;
}

interface DecideInput {
  /** Null when the conversation has none yet. */
  session: Pick<Session, 'owner' | 'ownerReason' | 'ownerSince'> | null;
  conversation: ConversationView;
  answerWhen: 'pending' | 'pending-or-unassigned-open';
}

/**
 * Who owns a conversation when a customer writes in it (product page §3). Events decide when they commit; what a message
 * shows of its conversation counts only when it is newer than the last change of owner. Pure.
 */
export function decideOwner(input: DecideInput): OwnerDecision {
  const { session, conversation, answerWhen } = input;
  if (session?.owner === 'human') return { owner: 'human', reason: session.ownerReason };
  const isStale =
    session !== null &&
    conversation.updatedAtMs !== null &&
    conversation.updatedAtMs < session.ownerSince.getTime();
  if (isStale) return { owner: 'bot', reason: 'the bot owns the conversation' };
  switch (conversation.status) {
    case null:
    case 'pending':
      return { owner: 'bot', reason: 'the conversation is pending' };
    case 'resolved':
      return { owner: 'bot', reason: 'a customer message reopens a resolved conversation for the bot' };
    case 'snoozed':
      return { owner: 'human', reason: 'the conversation is snoozed in Chatwoot' };
    case 'open':
      return answerWhen === 'pending-or-unassigned-open' && conversation.assigneeId === null
        ? { owner: 'bot', reason: 'the conversation is open and assigned to nobody' }
        : { owner: 'human', reason: 'the conversation is open in Chatwoot' };
  }
}
