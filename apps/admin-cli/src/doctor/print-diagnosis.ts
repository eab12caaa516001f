import pico from 'picocolors';
import { cell, type Output } from '../print.ts';
import type { CliFinding, Examined } from './examine.ts';

interface PrintInput {
  title: string;
  examined: Examined;
  onlyTroubles?: boolean;
}

const marks: Record<CliFinding['status'], string> = {
  broken: pico.red('✗'),
  warn: pico.yellow('!'),
  skipped: pico.dim('–'),
  ok: pico.green('✓'),
};

const counted: Record<CliFinding['status'], string> = {
  broken: 'broken',
  warn: 'worth a look',
  skipped: 'not looked at',
  ok: 'ok',
};

/** The worst first, the cure below each; lines are broken at the width of a terminal. */
export function printDiagnosis(output: Output, { title, examined, onlyTroubles = false }: PrintInput): void {
  const { findings } = examined;
  const shown = onlyTroubles
    ? findings.filter(({ status }) => status === 'broken' || status === 'warn')
    : findings;
  const width = Math.max(0, ...shown.map(({ check }) => check.length));
  output.write(`${pico.bold(cell(title))}\n`);
  for (const finding of shown) output.write(lines(finding, width));
  if (!onlyTroubles) output.write(`\n${sumUp(findings)}\n`);
}

function lines({ status, check, subject, message, cure }: CliFinding, width: number): string {
  const indent = ' '.repeat(width + 4);
  const dim = status === 'ok' || status === 'skipped' ? pico.dim : (text: string) => text;
  const head = `${marks[status]} ${check.padEnd(width)}  `;
  const words = wrap(`${cell(subject)}: ${cell(message)}`, indent).map(dim);
  const cures = cure === undefined ? [] : wrap(`→ ${cell(cure)}`, `${indent}  `).map(pico.cyan);
  const rest = [
    ...words.slice(1).map((line) => `${indent}${line}`),
    ...cures.map((line, index) => `${indent}${index === 0 ? '' : '  '}${line}`),
  ];
  return `${head}${words[0] ?? ''}\n${rest.map((line) => `${line}\n`).join('')}`;
}

function sumUp(findings: readonly CliFinding[]): string {
  const parts = (['broken', 'warn', 'skipped', 'ok'] as const).flatMap((status) => {
    const count = findings.filter((finding) => finding.status === status).length;
    return count === 0 ? [] : [`${count} ${counted[status]}`];
  });
  return parts.join(', ');
}

/** Into a pipe a line stays a line. */
function wrap(text: string, indent: string): string[] {
  const room = Math.max(40, (process.stdout.columns ?? Number.POSITIVE_INFINITY) - indent.length);
  const broken: string[] = [];
  for (const word of text.split(' ')) {
    const last = broken.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room)
      broken[broken.length - 1] = `${last} ${word}`;
    else broken.push(word);
  }
  return broken;
}
