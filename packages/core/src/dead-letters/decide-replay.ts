import type { LetterStanding, Session } from '@tandem/db';
import type { Config } from '@tandem/schemas';
import { isWords, mayPass } from '../delivery/may-pass.ts';
import { later } from '../lanes/earliest.ts';

interface DecideReplay {
  standing: LetterStanding;
  /** Null: the conversation has none yet. */
  session: Session | null;
  /** Whether the tenant is active. */
  isActive: boolean;
  config: Pick<Config, 'replyTtlMinutes' | 'sessionTtlHours'>;
  now: Date;
}

/** What stands against a replay, in words. */
export interface ReplayDecision {
  /** No force helps: an invariant forbids it, or there is nobody to carry it for. */
  blocked: string[];
  /** The conversation has moved on: only who insists answers it now. */
  stale: string[];
  /** Nobody knows whether it was delivered: only who knows that it was not may have it sent again. */
  isInDoubt: boolean;
}

const hourMs = 3_600_000;

/** Whether a dead letter may be carried once more (product page §2, invariants 3 to 6). Pure. */
export function decideReplay(input: DecideReplay): ReplayDecision {
  const { standing } = input;
  return {
    blocked: blockedBy(input),
    stale: staleBy(input),
    isInDoubt: /\bunknown[ -]outcome\b/.test(standing.letter.reason),
  };
}

function blockedBy({ standing, session, isActive }: DecideReplay): string[] {
  const { outbound } = standing;
  const suspended = isActive ? [] : ['the tenant is suspended: make it active first'];
  if (isGone(standing)) return [...suspended, 'what it was of is gone'];
  if (!outbound) return [...suspended, ...(session?.owner === 'human' ? [humanOwns] : [])];
  if (!session) return [...suspended, 'its conversation is gone'];
  if (mayPass(outbound, session)) return suspended;
  const isHumans = session.owner === 'human' && isWords(outbound);
  return [...suspended, isHumans ? humanOwns : 'what it belongs to is over: the owner has changed since'];
}

const isGone = ({ letter, outbound, mergedIds }: LetterStanding): boolean =>
  letter.state === 'dead' && !outbound && mergedIds.length === 0;

const humanOwns = 'a human owns the conversation, and the bot is silent then: release it first';

function staleBy({ standing, session, config, now }: DecideReplay): string[] {
  const { saidAt, outbound, engineConversationId } = standing;
  const { replyTtlMinutes, sessionTtlHours } = config;
  const isOld = later(saidAt, replyTtlMinutes * 60_000) < now;
  const old = isOld ? [`it is older than a reply is worth (replyTtlMinutes: ${replyTtlMinutes})`] : [];
  // What no customer reads answers nobody.
  if (outbound && !isWords(outbound)) return old;
  const isOver =
    session !== null &&
    ((engineConversationId !== null && engineConversationId !== session.engineConversationId) ||
      later(session.lastActivityAt, sessionTtlHours * hourMs) <= now);
  return [
    ...(standing.answeredSince ? ['the customer has written again since, and was answered'] : []),
    ...(standing.humanSince ? ['a human has written since'] : []),
    ...(isOver ? ['the talk it belongs to is over (sessionTtlHours)'] : []),
    ...old,
  ];
}
