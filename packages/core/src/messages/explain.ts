import type { Trail, TrailMessage, TrailReply, TrailTurn } from '@tandem/db';
import type { TrailView } from '@tandem/schemas/admin';
import { explainReply } from './explain-reply.ts';
import { explainAttempt, explainLetter, explainMessage, explainOwner, explainTurn } from './explain-rows.ts';
import type { ExplainedStep } from './explained-step.ts';
import { plainReason, wordsForReason } from './reason-words.ts';

type Ended = Pick<TrailMessage, 'endKind' | 'endReason' | 'endedAt'>;

/** Tells what happened to one message: one plain sentence for each step, and its one end. Pure. */
export function explain(trail: Trail): TrailView {
  const { subject, turn } = trail;
  const end = endOf(subject);
  return {
    messageId: subject.row.id,
    channelMessageId: subject.type === 'turn' ? null : subject.row.channelMessageId,
    conversationId: subject.row.conversationId,
    sessionId: trail.sessionId,
    turnId: turn?.id ?? null,
    steps: stepsOf(trail).map((step) => ({ ...step, at: step.at.toISOString() })),
    end: end && { ...end, at: end.at?.toISOString() ?? null },
  };
}

/** In the order of time; what happened in the same millisecond in the order of the flow. */
function stepsOf(trail: Trail): ExplainedStep[] {
  const { messages, turn, replies, attempts, letters } = trail;
  const numbers = new Map(replies.map((reply, index) => [reply.id, index + 1]));
  const [began, ...onward] = turn ? explainTurn(turn, messages) : [];
  const replySteps = replies.map((reply) => explainReply(reply, numbers.get(reply.id) ?? 0));
  const attemptsAt = (hop: 'engine' | 'channel') =>
    attempts
      .filter((attempt) => attempt.hop === hop)
      .map((attempt) => explainAttempt(attempt, numbers.get(attempt.subjectId) ?? null));
  const endedAt = lastMoment(trail);
  const owners = trail.ownerChanges.filter(({ createdAt }) => endedAt === null || createdAt <= endedAt);
  return [
    ...messages.flatMap(explainMessage),
    ...(began ? [began] : []),
    ...attemptsAt('engine'),
    ...onward.filter(({ kind }) => kind !== 'end'),
    ...replySteps.flatMap(([queued]) => (queued ? [queued] : [])),
    ...attemptsAt('channel'),
    ...replySteps.flatMap(([, ...outcome]) => outcome),
    ...owners.map(explainOwner),
    ...onward.filter(({ kind }) => kind === 'end'),
    ...letters.flatMap((letter) => explainLetter(letter, numbers.get(letter.id) ?? null)),
  ].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** When the story was over; null while anything of it is open. */
function lastMoment({ turn, messages, replies }: Trail): Date | null {
  const moments = [
    ...(turn ? [turn.endedAt] : []),
    ...messages.map((message) => message.endedAt),
    ...replies.map((reply) => (isOpen(reply) ? null : (reply.sentAt ?? reply.createdAt))),
  ];
  const known = moments.filter((moment) => moment !== null);
  return known.length < moments.length ? null : new Date(Math.max(...known.map(Number)));
}

const isOpen = (reply: TrailReply): boolean => replyEndWords[reply.state] === null;

type End = { kind: string; reason: string | null; at: Date | null; text: string };

function endOf(subject: Trail['subject']): End | null {
  switch (subject.type) {
    case 'message':
    case 'turn':
      return ended(subject.row);
    case 'reply':
      return replyEnd(subject.row);
  }
}

const endWords: Record<string, string> = {
  answered: 'It was answered.',
  silent: 'The bot chose to say nothing.',
  suppressed: 'It was not answered by the bot.',
  'handed-off': 'It was handed to a human.',
  dead: 'It could not be carried on and was given up.',
  recorded: 'It was recorded; nothing else was to be done.',
};

function ended(row: Ended | TrailTurn): End | null {
  if (row.endKind === null) return null;
  const words = endWords[row.endKind] ?? `It ended as ${row.endKind}.`;
  return {
    kind: row.endKind,
    reason: row.endReason,
    at: row.endedAt,
    text: withReason(words, row.endReason),
  };
}

const replyEndWords: Record<TrailReply['state'], string | null> = {
  pending: null,
  sending: null,
  unknown: null,
  sent: 'It was shown in Chatwoot.',
  suppressed: 'It was held back.',
  dead: 'It could not be delivered and was given up.',
};

function replyEnd(reply: TrailReply): End | null {
  const words = replyEndWords[reply.state];
  if (words === null) return null;
  const reason = reply.state === 'sent' ? null : reply.reason;
  return { kind: reply.state, reason, at: reply.sentAt, text: withReason(words, reason) };
}

/** The words, why it was so, and what that means. */
function withReason(words: string, reason: string | null): string {
  if (reason === null) return words;
  const means = wordsForReason(reason)?.means ?? null;
  return `${words.replace(/\.$/, '')}: ${plainReason(reason)}.${means === null ? '' : ` ${means}`}`;
}
