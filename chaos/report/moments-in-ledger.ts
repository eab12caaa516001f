import type { AttemptRow, Facts, InboundRow, OutboundRow, TurnRow } from '../compare/facts.ts';
import { type Moment, moment, type Subject } from './tell-trail.ts';

/** What the ledger says of these messages, their turns and the replies to them. */
export function momentsInLedger({ ledger, transcripts }: Facts, subject: Subject): Moment[] {
  const { conversationId, messageIds, isQuoted } = subject;
  const isFromCustomer = ({ kind }: InboundRow) => kind === 'customer-message';
  const messages = ledger.inbound.filter(
    (row) => isFromCustomer(row) && messageIds.has(row.channelMessageId ?? 0),
  );
  const said = new Set(transcripts.said.filter(isQuoted).map(({ messageId }) => `reply.${messageId}`));
  const replies = ledger.inbound.filter((row) => row.kind === 'reply' && said.has(row.dedupeKey));
  const turns = ledger.turns.filter(({ id }) => messages.some(({ turnId }) => turnId === id));
  const outbound = ledger.outbound.filter(
    ({ turnId, inboundId }) =>
      turns.some(({ id }) => id === turnId) || replies.some(({ id }) => id === inboundId),
  );
  const subjects = new Set([...turns, ...outbound].map(({ id }) => id));
  return [
    ...[...messages, ...replies].flatMap(ofInbound),
    ...turns.flatMap(ofTurn),
    ...outbound.flatMap(ofOutbound),
    ...ledger.attempts.filter(({ subjectId }) => subjects.has(subjectId)).flatMap(ofAttempt),
    ...ledger.ownerChanges
      .filter((row) => row.conversationId === conversationId)
      .flatMap((row) => moment(row.createdAtMs, `ledger: owner is the ${row.owner}: ${row.reason}`)),
  ];
}

function ofInbound(row: InboundRow): Moment[] {
  const name = `${row.kind} ${row.channelMessageId ?? row.dedupeKey}`;
  const turn = row.turnId === null ? '' : `, turn ${row.turnId}`;
  const is = `${row.state}${row.isLate ? ', late' : ''}${turn}`;
  return [
    ...moment(row.receivedAtMs, `ledger: ${name} (${row.id}, ${row.source}) received; it is ${is}`),
    ...moment(row.endedAtMs, `ledger: ${name} ended ${row.endKind}: ${row.endReason}`),
  ];
}

function ofTurn(turn: TurnRow): Moment[] {
  return [
    ...moment(turn.createdAtMs, `ledger: turn ${turn.id} claimed; it is ${turn.state}`),
    ...moment(turn.takenAtMs, `ledger: turn ${turn.id} taken by the engine`),
    ...moment(turn.endedAtMs, `ledger: turn ${turn.id} ended ${turn.endKind}: ${turn.endReason}`),
  ];
}

function ofOutbound(row: OutboundRow): Moment[] {
  const name = `${row.kind} ${row.id}`;
  const reason = row.reason === null ? '' : `; ${row.reason}`;
  return [
    ...moment(
      row.createdAtMs,
      `ledger: ${name} queued at ${row.position} for turn ${row.turnId}; it is ${row.state}${reason}`,
    ),
    ...moment(row.claimedAtMs, `ledger: ${name} claimed last`),
    ...moment(row.sentAtMs, `ledger: ${name} sent`),
  ];
}

function ofAttempt(attempt: AttemptRow): Moment[] {
  const detail = attempt.detail === null ? '' : ` (${attempt.detail})`;
  const what = `attempt at the ${attempt.hop} for ${attempt.subjectId}: ${attempt.outcome}${detail}`;
  return moment(attempt.createdAtMs, `ledger: ${what} by ${attempt.worker}`);
}
