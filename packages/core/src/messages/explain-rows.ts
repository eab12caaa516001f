import type { TrailAttempt, TrailLetter, TrailMessage, TrailOwnerChange, TrailTurn } from '@tandem/db';
import type { ExplainedStep } from './explained-step.ts';
import { plainReason } from './reason-words.ts';

/** It came in; came again; waited; came too late. */
export function explainMessage(message: TrailMessage): ExplainedStep[] {
  const { id, receivedAt: at, availableAt, duplicates } = message;
  const steps: ExplainedStep[] = [{ at, id, kind: 'received', text: receivedWords(message) }];
  if (duplicates > 0) {
    steps.push({
      at,
      id,
      kind: 'duplicates',
      text: `The same came ${times(duplicates)} more and was only counted.`,
    });
  }
  const isFromCustomer = message.kind === 'customer-message' || message.kind === 'choice';
  if (isFromCustomer && availableAt !== null && availableAt > at) {
    const text = `Its inbox or tenant was over a soft limit: it waited until ${availableAt.toISOString()}.`;
    steps.push({ at, id, kind: 'paced', text });
  }
  if (message.late === 1) {
    const text = 'A newer message had gone to the bot before it came, so it went next (late).';
    steps.push({ at, id, kind: 'late', text });
  }
  return steps;
}

function receivedWords({ kind, channelMessageId, conversationId }: TrailMessage): string {
  const name = channelMessageId === null ? '' : ` ${channelMessageId}`;
  const where = `in conversation ${conversationId}`;
  switch (kind) {
    case 'customer-message':
      return `The customer's message${name} ${where} came in and was stored.`;
    case 'choice':
      return `The customer's choice on message${name} ${where} came in and was stored.`;
    case 'agent-message':
      return `An agent's message${name} ${where} came in and was stored.`;
    case 'echo':
      return `Chatwoot confirmed our message${name} ${where}.`;
    case 'status':
      return `A change of status ${where} came in and was stored.`;
    case 'deleted':
      return `Message${name} ${where} was deleted by its author.`;
    case 'widget-open':
      return 'A visitor opened the widget.';
    case 'reply':
      return `An answer of the bot ${where} came in and was stored.`;
    default:
      return `A notification (${kind}) ${where} came in and was stored.`;
  }
}

/** The turn began; the engine took it; it goes on. */
export function explainTurn(turn: TrailTurn, messages: readonly TrailMessage[]): ExplainedStep[] {
  const { id } = turn;
  const merged = messages.filter((message) => message.turnId === id && message.kind !== 'reply').length;
  const what = merged > 1 ? `${merged} messages of the customer were merged into one turn` : 'A turn began';
  const left = turn.knowledgeLeftOut;
  const knowledge = left === 0 ? '' : `; ${left} knowledge entries did not fit and were left out`;
  const began = `${what} with configuration version ${turn.configVersion}${knowledge}.`;
  const steps: ExplainedStep[] = [{ at: turn.createdAt, id, kind: 'turn', text: began }];
  if (turn.takenAt !== null) steps.push({ at: turn.takenAt, id, kind: 'turn', text: 'The bot has it.' });
  if (turn.endedAt !== null) {
    const reason = turn.endReason === null ? '' : `: ${plainReason(turn.endReason)}`;
    steps.push({ at: turn.endedAt, id, kind: 'end', text: `The turn ended as ${turn.endKind}${reason}.` });
  } else if (turn.state === 'sending' && turn.nextAttemptAt !== null) {
    const text = `The next attempt at the bot is due at ${turn.nextAttemptAt.toISOString()}.`;
    steps.push({ at: turn.nextAttemptAt, id, kind: 'turn', text });
  } else {
    const text = `Without an answer the turn is looked up at the bot at ${turn.deadlineAt.toISOString()}.`;
    steps.push({ at: turn.deadlineAt, id, kind: 'turn', text });
  }
  return steps;
}

const outcomeWords: Record<string, string> = {
  ok: 'succeeded',
  unreachable: 'did not reach it',
  timeout: 'got no answer in time',
  'rate-limited': 'was asked to wait',
  unauthorized: 'was refused for its credentials',
  rejected: 'was refused for what it is',
  failed: 'failed there',
  malformed: 'got an answer that cannot be read',
  'unknown-outcome': 'got no answer, and nobody knows whether it was carried out',
};

/** `replyNumber`: null for an attempt at the engine. */
export function explainAttempt(attempt: TrailAttempt, replyNumber: number | null): ExplainedStep {
  const { outcome, detail } = attempt;
  const where = attempt.hop === 'engine' ? 'at the bot' : `at Chatwoot with (${replyNumber ?? '?'})`;
  const status = attempt.status === null ? '' : ` (status ${attempt.status})`;
  const because = detail === null ? '' : `: ${detail}`;
  const words = outcomeWords[outcome] ?? `ended as ${outcome}`;
  return {
    at: attempt.createdAt,
    id: attempt.id,
    kind: 'attempt',
    text: `Attempt ${attempt.number} ${where} ${words}${status} after ${attempt.durationMs} ms${because}.`,
  };
}

/** An operator had it carried once more, or gave it up. `replyNumber`: null for a message of the customer. */
export function explainLetter(letter: TrailLetter, replyNumber: number | null): ExplainedStep[] {
  const { id, state, settledAt: at, settledBy, settledWhy } = letter;
  if (state === 'dead' || at === null) return [];
  const what = replyNumber === null ? 'the message' : `(${replyNumber})`;
  const who = actorWords(settledBy ?? 'platform');
  const did = state === 'replayed' ? `had ${what} carried once more` : `gave ${what} up for good`;
  const why = settledWhy === null ? '' : `: ${settledWhy}`;
  return [{ at, id, kind: 'operator', text: `After it had died, ${who} ${did}${why}.` }];
}

export function explainOwner(change: TrailOwnerChange): ExplainedStep {
  const who = change.to === 'human' ? 'A human took the conversation' : 'The bot got the conversation';
  const text = `${who}: ${plainReason(change.reason)} (${actorWords(change.actor)}).`;
  return { at: change.createdAt, id: change.id, kind: 'owner', text };
}

/** As `formatActor` writes them. */
function actorWords(actor: string): string {
  const [type, id] = actor.split(':', 2);
  const words = actorNames[type ?? ''] ?? actor;
  return id === undefined || id === 'unknown' ? words : `${words} ${id}`;
}

const actorNames: Record<string, string> = {
  platform: 'the platform',
  key: 'API key',
  agent: 'agent',
  bot: 'the bot',
  customer: 'the customer',
  chatwoot: 'seen in Chatwoot',
  tandem: 'Tandem itself',
};

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
