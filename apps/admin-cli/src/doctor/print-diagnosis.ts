import stringWidth from 'string-width';
import type { Paint } from '../output/paint.ts';
import { cell, type Output, printNote } from '../print.ts';
import type { CliFinding, Examined } from './examine.ts';

interface PrintInput {
  title: string;
  examined: Examined;
  onlyTroubles?: boolean;
}

type Status = CliFinding['status'];

const marks: Record<Status, { sign: string; colour: keyof Paint }> = {
  broken: { sign: '✗', colour: 'red' },
  warn: { sign: '!', colour: 'yellow' },
  skipped: { sign: '–', colour: 'dim' },
  ok: { sign: '✓', colour: 'green' },
};

const counted: Record<Status, string> = {
  broken: 'broken',
  warn: 'worth a look',
  skipped: 'not looked at',
  ok: 'ok',
};

/** The worst first, the cure below each; lines are broken at the width of a terminal */
export function printDiagnosis(output: Output, { title, examined, onlyTroubles = false }: PrintInput): void {
  const { findings } = examined;
  const shown = onlyTroubles
    ? findings.filter(({ status }) => status === 'broken' || status === 'warn')
    : findings;
  const width = Math.max(0, ...shown.map(({ check }) => check.length));
  output.write(`${output.paint.bold(cell(title))}\n`);
  for (const finding of shown) output.write(lines(output, { finding, width }));
  if (!onlyTroubles) printNote(output, `\n${sumUp(findings)}`);
}

function lines(output: Output, { finding, width }: { finding: CliFinding; width: number }): string {
  const { status, check, subject, message, cure } = finding;
  const { paint } = output;
  const { sign, colour } = marks[status];
  const indent = ' '.repeat(width + 4);
  const shade = (text: string) => (status === 'ok' || status === 'skipped' ? paint.dim(text) : text);
  const [first = '', ...more] = wrap(`${cell(subject)}: ${cell(message)}`, roomBehind(output, indent));
  const cures = cure === undefined ? [] : wrap(`→ ${cell(cure)}`, roomBehind(output, `${indent}  `));
  return [
    `${paint[colour](sign)} ${check.padEnd(width)}  ${shade(first)}`,
    ...more.map((line) => `${indent}${shade(line)}`),
    ...cures.map((line, index) => `${indent}${index === 0 ? '' : '  '}${paint.cyan(line)}`),
    '',
  ].join('\n');
}

function sumUp(findings: readonly CliFinding[]): string {
  const parts = (['broken', 'warn', 'skipped', 'ok'] as const).flatMap((status) => {
    const count = findings.filter((finding) => finding.status === status).length;
    return count === 0 ? [] : [`${count} ${counted[status]}`];
  });
  return parts.join(', ');
}

const leastRoom = 40;

/** Into a pipe a line stays a line. */
const roomBehind = ({ width }: Output, indent: string): number =>
  width === null ? Number.POSITIVE_INFINITY : Math.max(leastRoom, width - indent.length);

function wrap(text: string, room: number): string[] {
  const broken: string[] = [];
  for (const word of text.split(' ')) {
    const last = broken.at(-1);
    if (last !== undefined && stringWidth(last) + 1 + stringWidth(word) <= room)
      broken[broken.length - 1] = `${last} ${word}`;
    else broken.push(word);
  }
  return broken;
}
