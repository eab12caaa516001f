import type { OwnerState } from '@tandem/db';
import type { ConversationView } from '@tandem/integrations/contract';
import type { ConversationStatus } from '@tandem/schemas';

/** What can bear upon who owns a conversation, with the time it happened or was received. */
export type OwnerEvent = { at: Date } & (
  | {
      /** A customer writes; `ownFailure`: webhooks of ours failed at a time at which Chatwoot may have opened it for that. */
      type: 'customer-message';
      conversation: ConversationView;
      ownFailure: boolean;
    }
  | { type: 'bot-reply' }
  | {
      /** Rules, the bot or an admin want a human; `actor`: `formatActor` of who does. */
      type: 'handoff';
      reason: string;
      actor: string;
    }
  | { type: 'agent-message'; agentId: number | null; conversation: ConversationView }
  | { type: 'status'; status: ConversationStatus; conversation: ConversationView }
  | { type: 'release'; reason: string; actor: string }
  | { type: 'unattended-due' }
  | {
      /** `lastSaidAt`: when the customer or a human last wrote; null: never. */
      type: 'silence-due';
      lastSaidAt: Date | null;
    }
);

export type OwnerEventOf<Type extends OwnerEvent['type']> = Extract<OwnerEvent, { type: Type }>;

/** What the tenant's settings say about owners. */
export interface OwnerRules {
  answerWhen: 'pending' | 'pending-or-unassigned-open';
  /** After a handoff without an agent's answer the customer is told. */
  unattendedMinutes: number;
  /** After so much silence a human's conversation is the bot's again; null: never. */
  autoResumeMinutes: number | null;
  /** False while the tenant is suspended: then nobody speaks for it. */
  active: boolean;
}

/**
 * What follows: the customer's message goes to the bot or is left to the human; the bot's reply is shown or held back; the
 * customer is told; the conversation is opened, or made pending; agents are called once more.
 */
export type OwnerConsequence =
  | 'give-to-bot'
  | 'leave-to-human'
  | 'leave-unanswered'
  | 'show'
  | 'hold-back'
  | 'tell-customer'
  | 'open'
  | 'set-pending'
  | 'call-again';

export interface OwnerDecision {
  state: OwnerState;
  /** Whether it is written down as a change, with the state's reason and actor. */
  recorded: boolean;
  consequences: readonly OwnerConsequence[];
}
