import type { Tally } from '../compare/count.ts';
import type { ChaosReport } from './report.ts';

/** Of each kind. */
const violationsPrintedMax = 3;

/** The report as people read it. */
export function printReport(report: ChaosReport): string {
  const { counts, settled } = report;
  const lines = [
    `chaos: seed ${report.seed}, ${report.messages} messages over ${report.conversations} conversations`,
    '',
    'fault               from       to',
    ...report.faults.map(
      ({ name, atMs, overAtMs }) => `${name.padEnd(16)} ${seconds(atMs)} ${seconds(overAtMs)}`,
    ),
    ...list('all the time', counts.struck),
    '',
    ...table([
      ['sent', counts.sent],
      ['acknowledged', counts.acknowledged],
      ...rowsOf('  not acknowledged, told', counts.notAcknowledged),
      ['duplicates answered', counts.duplicatesAnswered],
      ['slowest answer, ms', counts.slowestAnswerMs],
      ...rowsOf('ms from the acknowledgement to a visible reply,', counts.replyMs),
      ...rowsOf('ended as', counts.ends),
      ['merged into a turn', counts.merged],
      ['late', counts.late],
      ...rowsOf('  suppressed:', counts.suppressed),
      ...rowsOf('  dead:', counts.dead),
      ['replies of the bot', counts.replies.said],
      ['  visible', counts.replies.visible],
      ['  fetched from the engine', counts.replies.fetched],
      ['  visible, and held for the answer to another turn', counts.replies.misattributed],
      ...rowsOf('  suppressed:', counts.replies.suppressed),
      ...rowsOf('  dead:', counts.replies.dead),
      ...rowsOf('attempts that failed,', counts.attempts),
      ['conversations opened by Chatwoot', counts.conversations.openedByChatwoot],
      ['conversations with a human owner', counts.conversations.takenOver],
      ['conversations given back', counts.conversations.givenBack],
      ['conversations left with the bot typing', counts.conversations.stillTyping],
    ]),
    settled.isSettled
      ? `settled after ${(settled.tookMs / 1_000).toFixed(1)} s`
      : `NOT settled after ${(settled.tookMs / 1_000).toFixed(1)} s: ${JSON.stringify(settled.open)}`,
    ...report.crashes.map((crash) => `CRASH: ${crash}`),
    '',
    ...violationLines(report),
    ...table([
      ['lost', report.figures.lost],
      ['doubled', report.figures.doubled],
      ['disordered', report.figures.disordered],
      ['spoken over a human', report.figures.spokenOver],
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

const seconds = (atMs: number): string => `${(atMs / 1_000).toFixed(1).padStart(6)} s`;

const table = (rows: readonly (readonly [string, number])[]): string[] =>
  rows.map(([name, value]) => `${String(value).padStart(7)}  ${name}`);

const rowsOf = (name: string, tally: Tally): [string, number][] =>
  Object.entries(tally).map(([word, value]) => [`${name} ${word}`, value]);

const list = (name: string, tally: Tally): string[] =>
  Object.entries(tally).map(([word, value]) => `${name}: ${word}, ${value} times`);

function violationLines({ violations }: ChaosReport): string[] {
  const kinds = [...Map.groupBy(violations, ({ kind }) => kind).values()];
  return kinds.flatMap((all) => {
    const more = all.length - violationsPrintedMax;
    const rest = more > 0 ? [`… and ${more} more ${all[0]?.kind}: see report.json beside the logs`, ''] : [];
    return [...all.slice(0, violationsPrintedMax).flatMap(violationText), ...rest];
  });
}

const violationText = (violation: ChaosReport['violations'][number]): string[] => [
  `${violation.kind.toUpperCase()}: ${violation.what}`,
  `  conversation ${violation.conversationId}, messages ${violation.messageIds.join(', ')}`,
  ...violation.trail.map((line) => `  ${line}`),
  '',
];
