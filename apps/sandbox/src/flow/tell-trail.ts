import type { Trail } from '../tandem/wire.ts';
import type { NewLine } from './create-flow.ts';

const endTones: Record<string, NewLine['tone']> = {
  answered: 'good',
  silent: 'good',
  'handed-off': 'to-human',
  dead: 'trouble',
};

export interface KeyedLine {
  key: string;
  line: NewLine;
}

/** Steps that other lines tell in other words, or that only those want who want everything. */
const details = /\b(succeeded|was queued|is being sent|was shown|was made in Chatwoot|The bot has it)\b/;
const told = new Set(['received', 'end', 'owner']);

/**
 * What Tandem's own account of a message adds to the flow: lane steps, attempts and the end. A step that is still to come is
 * left out. Keys are the same for the same step. Pure.
 */
export function tellTrail(
  trail: Trail,
  input: { subject: string; conversationId: number; nowMs: number },
): KeyedLine[] {
  const { conversationId, nowMs, subject } = input;
  const line = { from: 'tandem', to: null, conversationId } as const;
  const steps = trail.steps
    .filter(({ kind, at }) => !told.has(kind) && at <= nowMs)
    .map(({ at: atMs, text, id, kind }): KeyedLine => {
      return { key: `${id} ${text}`, line: { ...line, atMs, text, tone: toneOf(kind, text) } };
    });
  if (trail.end === null) return steps;
  const { text, at, kind } = trail.end;
  const tone = endTones[kind] ?? 'plain';
  const end: KeyedLine = {
    key: `end ${subject} ${text}`,
    line: { ...line, atMs: at ?? nowMs, tone, text: `The end of this message: ${lowerFirst(text)}` },
  };
  return [...steps, end];
}

function toneOf(kind: string, text: string): NewLine['tone'] {
  if (kind === 'attempt' && !text.includes(' succeeded')) return 'trouble';
  if (kind === 'reply' && /given up|Nobody knows/.test(text)) return 'trouble';
  return details.test(text) ? 'detail' : 'plain';
}

const lowerFirst = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
