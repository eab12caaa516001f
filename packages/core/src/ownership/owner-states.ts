import type { OwnerState } from '@tandem/db';
import type { ConversationView } from '@tandem/integrations/contract';
import { formatActor, type OwnerCause } from '@tandem/schemas';
import { later } from '../lanes/earliest.ts';
import type { OwnerRules } from './owner-events.ts';

interface Change {
  reason: string;
  actor: string;
  cause: OwnerCause;
  at: Date;
  /** The time of what was obeyed, on the clock of who said it. */
  asOf: Date;
}

/** A human owns, from now on. Pure. */
export const toHuman = (change: Change & { rules: OwnerRules }): OwnerState => ({
  ...ownedBy('human', change),
  resumeAt:
    change.rules.autoResumeMinutes === null
      ? null
      : later(change.at, change.rules.autoResumeMinutes * 60_000),
});

/** The bot owns again, and is to be told so. Pure. */
export const toBot = (change: Change): OwnerState => ({ ...ownedBy('bot', change), tellBotAt: change.at });

/** A conversation of which nothing is known is the bot's. */
export const unowned = (at: Date): OwnerState =>
  ownedBy('bot', {
    reason: 'nobody has taken the conversation',
    actor: formatActor({ type: 'tandem' }),
    cause: 'shown',
    at,
    asOf: new Date(0),
  });

const ownedBy = (owner: 'bot' | 'human', { reason, actor, cause, at, asOf }: Change): OwnerState => ({
  owner,
  ownerReason: reason,
  ownerActor: actor,
  ownerSince: at,
  ownerCause: cause,
  ownerAsOf: asOf,
  agentReplied: false,
  unattendedAt: null,
  resumeAt: null,
  tellBotAt: null,
});

/** When a conversation was as an event shows it, on Chatwoot's clock; null when it does not say. */
export const seenAtOf = ({ updatedAtMs }: ConversationView): Date | null =>
  updatedAtMs === null ? null : new Date(updatedAtMs);
