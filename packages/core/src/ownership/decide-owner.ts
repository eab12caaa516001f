import type { OwnerState } from '@tandem/db';
import { formatActor } from '@tandem/schemas';
import { later, latest } from '../lanes/earliest.ts';
import { hearCustomer } from './hear-customer.ts';
import type {
  OwnerConsequence,
  OwnerDecision,
  OwnerEvent,
  OwnerEventOf,
  OwnerRules,
} from './owner-events.ts';
import { seenAtOf, toBot, toHuman, unowned } from './owner-states.ts';

export interface DecideOwner {
  /** Null when the conversation has no session yet. */
  state: OwnerState | null;
  event: OwnerEvent;
  rules: OwnerRules;
}

/**
 * Who owns a conversation (product page §3): one function over all that bears upon it. Where two events must exclude each
 * other, SQL does what this says: change-owner.ts and owner-allows.ts of packages/db, which tests hold to it. Pure.
 */
export function decideOwner({ state, event, rules }: DecideOwner): OwnerDecision {
  switch (event.type) {
    case 'customer-message':
      return hearCustomer({ state, event, rules });
    case 'bot-reply':
      return hearBot(state ?? unowned(event.at), rules);
    case 'agent-message':
      return hearAgent({ state, event, rules });
    case 'status':
      return obeyStatus({ state, event, rules });
    case 'handoff':
      return handOver({ state, event, rules });
    case 'release':
      return release({ state, event });
    case 'unattended-due':
      return callAgain(state ?? unowned(event.at), event.at);
    case 'silence-due':
      return endSilence({ state, event, rules });
  }
}

const unchanged = (state: OwnerState, ...consequences: OwnerConsequence[]): OwnerDecision => ({
  state,
  recorded: false,
  consequences,
});
const changed = (state: OwnerState, ...consequences: OwnerConsequence[]): OwnerDecision => ({
  state,
  recorded: true,
  consequences,
});

const hearBot = (state: OwnerState, { active }: OwnerRules): OwnerDecision =>
  unchanged(state, active && state.owner === 'bot' ? 'show' : 'hold-back');

interface Deciding<Type extends OwnerEvent['type']> {
  state: OwnerState | null;
  event: OwnerEventOf<Type>;
  rules: OwnerRules;
}

/** An agent's public reply always counts, also one from a paired phone, of which nobody knows whose it is. */
function hearAgent({ state, event, rules }: Deciding<'agent-message'>): OwnerDecision {
  const asOf = seenAtOf(event.conversation) ?? event.at;
  if (state?.owner === 'human') {
    const ownerAsOf = latest(state.ownerAsOf, asOf);
    return unchanged({ ...state, ownerAsOf, agentReplied: true, unattendedAt: null });
  }
  const isKnown = event.agentId !== null;
  const human = toHuman({
    reason: isKnown ? 'an agent replied' : 'somebody replied outside Chatwoot',
    actor: isKnown ? formatActor({ type: 'agent', id: String(event.agentId) }) : 'agent:unknown',
    cause: 'agent',
    at: event.at,
    asOf: latest(state?.ownerAsOf ?? asOf, asOf),
    rules,
  });
  return changed({ ...human, agentReplied: true });
}

/** What is older than the last thing obeyed is not obeyed: it is late, or our own change coming back. */
function obeyStatus({ state, event, rules }: Deciding<'status'>): OwnerDecision {
  const { status, conversation, at } = event;
  const asOf = seenAtOf(conversation) ?? at;
  if (status === 'open' && isAnybodys(event, rules)) return unchanged(state ?? unowned(at));
  if (state && asOf < state.ownerAsOf) return unchanged(state);
  const owner = status === 'open' || status === 'snoozed' ? 'human' : 'bot';
  if (state?.owner === owner) return unchanged({ ...state, ownerAsOf: asOf });
  const reason = `the conversation became ${status} in Chatwoot`;
  const change = { reason, actor: formatActor({ type: 'chatwoot' }), cause: 'status', at, asOf } as const;
  if (owner === 'human') return changed(toHuman({ ...change, rules }));
  const bot = toBot(change);
  return state ? changed(bot) : unchanged({ ...bot, tellBotAt: null });
}

/** In an inbox without agent bot every conversation is open: it is taken by being assigned. */
const isAnybodys = ({ conversation }: OwnerEventOf<'status'>, { answerWhen }: OwnerRules): boolean =>
  answerWhen === 'pending-or-unassigned-open' && conversation.assigneeId === null;

function handOver({ state, event, rules }: Deciding<'handoff'>): OwnerDecision {
  if (state?.owner === 'human') return unchanged(state);
  const { reason, actor, at } = event;
  const human = toHuman({ reason, actor, cause: 'handoff', at, asOf: at, rules });
  const unattendedAt = later(at, rules.unattendedMinutes * 60_000);
  return changed({ ...human, unattendedAt }, 'tell-customer', 'open');
}

function release({ state, event }: Omit<Deciding<'release'>, 'rules'>): OwnerDecision {
  if (state?.owner !== 'human') return unchanged(state ?? unowned(event.at));
  const { reason, actor, at } = event;
  return changed(toBot({ reason, actor, cause: 'release', at, asOf: at }), 'set-pending');
}

/** Nobody came: once for each handoff. */
function callAgain(state: OwnerState, at: Date): OwnerDecision {
  const { owner, agentReplied, unattendedAt } = state;
  if (owner !== 'human' || agentReplied || !unattendedAt || unattendedAt > at) return unchanged(state);
  return unchanged({ ...state, unattendedAt: null }, 'tell-customer', 'call-again');
}

function endSilence({ state, event, rules }: Deciding<'silence-due'>): OwnerDecision {
  const { at, lastSaidAt } = event;
  if (state?.owner !== 'human' || !state.resumeAt || state.resumeAt > at)
    return unchanged(state ?? unowned(at));
  const minutes = rules.autoResumeMinutes;
  if (minutes === null) return unchanged({ ...state, resumeAt: null });
  const resumeAt = later(latest(state.ownerSince, lastSaidAt ?? state.ownerSince), minutes * 60_000);
  if (resumeAt > at) return unchanged({ ...state, resumeAt });
  const reason = `nobody wrote for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  const actor = formatActor({ type: 'tandem' });
  return changed(toBot({ reason, actor, cause: 'silence', at, asOf: at }), 'set-pending');
}
