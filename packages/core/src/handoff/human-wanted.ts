import type { Session, Turn } from '@tandem/db';
import type { Config } from '@tandem/schemas';
import { later } from '../lanes/earliest.ts';
import type { Heard } from '../routing/hear.ts';
import { mergeMessages } from '../routing/merge-messages.ts';
import { matchKeyword } from './match-keyword.ts';
import { questionOf } from './question-of.ts';

/** Asked again after this, a question is a new one. */
const repeatedWithinMs = 24 * 60 * 60_000;

interface HumanWanted {
  config: Pick<Config, 'enableHumanHandoff' | 'escalationRules'>;
  session: Pick<Session, 'lastQuestion' | 'lastActivityAt' | 'ownerSince' | 'offered'>;
  /** Turns that are still open. */
  turns: readonly Turn[];
  /** What the next turn would take. */
  messages: readonly Heard[];
}

export interface Wish {
  reason: string;
  /** The message that says so. */
  message: Heard;
}

/**
 * Whether the customer's own words call for a human (product page §3): a keyword of the rules, or the same question twice, the
 * second time after the bot's answer to the first. Not where the bot offered something to choose from: then saying the same
 * answers it. Null: the bot goes on. Pure.
 */
export function humanWanted(input: HumanWanted): Wish | null {
  const { config, messages } = input;
  if (!config.enableHumanHandoff) return null;
  for (const message of messages) {
    const keyword = matchKeyword(message.message.text, config.escalationRules.keywords);
    if (keyword !== null) return { reason: `the customer wrote the keyword “${keyword}”`, message };
  }
  const last = messages.at(-1);
  if (!last || !isRepeated(input, last)) return null;
  return { reason: 'the customer asked the same question twice', message: last };
}

function isRepeated({ session, turns, messages }: HumanWanted, last: Heard): boolean {
  const { lastQuestion, lastActivityAt, ownerSince, offered } = session;
  if (!lastQuestion?.digest || offered !== null) return false;
  const askedAt = new Date(lastQuestion.at);
  if (askedAt < ownerSince || last.receivedAt > later(askedAt, repeatedWithinMs)) return false;
  // Written before the answer was there, it only shows impatience.
  if (turns.some(({ state }) => state !== 'ended') || last.receivedAt < lastActivityAt) return false;
  return questionOf(mergeMessages(messages)) === lastQuestion.digest;
}
