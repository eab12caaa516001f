import type { OwnerState } from '@tandem/db';
import { formatActor, type Owner } from '@tandem/schemas';
import type { OwnerConsequence, OwnerDecision, OwnerEventOf, OwnerRules } from './owner-events.ts';
import { seenAtOf, toBot, toHuman, unowned } from './owner-states.ts';

interface HearCustomer {
  state: OwnerState | null;
  event: OwnerEventOf<'customer-message'>;
  rules: OwnerRules;
}

const chatwoot = formatActor({ type: 'chatwoot' });

/**
 * A customer writes. Events decide when they commit; what a message shows of its conversation counts only when it is newer
 * than what was obeyed last, for the event of it may be late or lost. Pure.
 */
export function hearCustomer(input: HearCustomer): OwnerDecision {
  const { state, rules } = input;
  if (!rules.active) return keep(state ?? unowned(input.event.at), 'leave-unanswered');
  return state?.owner === 'human' ? hearAtHuman({ ...input, state }) : hearAtBot(input);
}

const keep = (state: OwnerState, consequence: OwnerConsequence): OwnerDecision => ({
  state,
  recorded: false,
  consequences: [consequence],
});

/** What only a status of Chatwoot took from the bot, a status of Chatwoot may give back; an agent's word or a handoff stands. */
function hearAtHuman({ state, event }: HearCustomer & { state: OwnerState }): OwnerDecision {
  const { conversation, at } = event;
  const seenAt = seenAtOf(conversation);
  const isByStatus = state.ownerCause === 'status' || state.ownerCause === 'shown';
  if (!isByStatus || state.agentReplied) return keep(state, 'leave-to-human');
  if (conversation.status === 'pending' && seenAt && seenAt > state.ownerAsOf) {
    const reason = 'the conversation is pending again in Chatwoot';
    const bot = toBot({ reason, actor: chatwoot, cause: 'status', at, asOf: seenAt });
    return { state: bot, recorded: true, consequences: ['give-to-bot'] };
  }
  return isOpenedForUs(state, event) ? takeBack(at) : keep(state, 'leave-to-human');
}

function hearAtBot({ state, event, rules }: HearCustomer): OwnerDecision {
  const { conversation, at } = event;
  const seenAt = seenAtOf(conversation);
  if (state && seenAt && seenAt < state.ownerAsOf) return keep(state, 'give-to-bot');
  const shown = shownOwner(event, rules);
  const change = { reason: shown.reason, actor: chatwoot, cause: 'shown', at, asOf: seenAt ?? at } as const;
  if (shown.owner === 'bot') {
    return keep(state ?? { ...toBot(change), tellBotAt: null }, 'give-to-bot');
  }
  if (state && isPendingUnderWay(state)) return keep(state, 'give-to-bot');
  if (isOpenedForUs(state, event)) return takeBack(at);
  return { state: toHuman({ ...change, rules }), recorded: true, consequences: ['leave-to-human'] };
}

/** Whom a conversation belongs to by its status. */
function shownOwner(
  { conversation }: OwnerEventOf<'customer-message'>,
  { answerWhen }: OwnerRules,
): { owner: Owner; reason: string } {
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

/** We took it for the bot, and Chatwoot has not confirmed the `pending` that we set: that it is open still says nothing. */
const isPendingUnderWay = ({ ownerCause, ownerSince, ownerAsOf }: OwnerState): boolean =>
  (ownerCause === 'release' || ownerCause === 'silence' || ownerCause === 'own-failure') &&
  ownerAsOf <= ownerSince;

/** Chatwoot opens a conversation when it cannot deliver to us (contracts/chatwoot.md §6), and never sets it back. */
const isOpenedForUs = (state: OwnerState | null, event: OwnerEventOf<'customer-message'>): boolean =>
  event.ownFailure && isNobodys(state, event);

/** Whether a conversation that is open was taken by nobody as far as it shows: no assignee, no word of an agent. Pure. */
export function isNobodys(
  state: OwnerState | null,
  { conversation }: Pick<OwnerEventOf<'customer-message'>, 'conversation'>,
): boolean {
  const { status, assigneeId, firstReplyAtMs } = conversation;
  const isReplied = firstReplyAtMs !== null && firstReplyAtMs >= (state?.ownerSince.getTime() ?? 0);
  return status === 'open' && assigneeId === null && !isReplied && !state?.agentReplied;
}

function takeBack(at: Date): OwnerDecision {
  const reason = 'Chatwoot had opened the conversation only because it could not reach us';
  const bot = toBot({ reason, actor: formatActor({ type: 'tandem' }), cause: 'own-failure', at, asOf: at });
  return { state: { ...bot, tellBotAt: null }, recorded: true, consequences: ['set-pending', 'give-to-bot'] };
}
