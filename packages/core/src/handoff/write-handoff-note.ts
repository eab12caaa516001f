import type { Outbound } from '@tandem/db';
import { zContent } from '@tandem/schemas';
import type { LaneContext } from '../lanes/context.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { hear } from '../routing/hear.ts';
import { contentWords } from './content-words.ts';

/** How much of the conversation a note shows: messages of both sides, and characters of each. */
const linesMax = 10;
const lineLengthMax = 300;

interface Line {
  who: 'Customer' | 'Bot';
  text: string;
  /** By which lines are ordered: ids rise in time. */
  id: string;
}

interface WriteHandoffNote {
  lane: HeldLane;
  outbound: Outbound;
  reason: string;
  summary: string | null;
}

/**
 * The note for whoever takes a conversation over, in Markdown: why, what the bot has to say about it, and the last that was
 * said before the handoff, read from the ledger.
 */
export async function writeHandoffNote(context: LaneContext, input: WriteHandoffNote): Promise<string> {
  const { lane, outbound } = input;
  const until = { at: outbound.createdAt, limit: linesMax };
  const { heard, shown } = await lane.scope.transcripts.last(lane.key, until);
  const customer = hear(context.integrations, heard).heard.map(({ message, id }): Line => {
    const files = message.attachments.map(({ type }) => `[${type}]`);
    return { who: 'Customer', text: [message.text, ...files].join(' '), id };
  });
  const bot = shown.flatMap(({ content, id }): Line[] => {
    const known = zContent.safeParse(content).data;
    return known ? [{ who: 'Bot', text: contentWords(known), id }] : [];
  });
  return handoffNote({ ...input, lines: [...customer, ...bot] });
}

/** Pure. */
function handoffNote(input: { reason: string; summary: string | null; lines: readonly Line[] }): string {
  const { reason, summary, lines } = input;
  const last = [...lines].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(-linesMax);
  return [
    '**Handed over to a human**',
    `Reason: ${reason}`,
    ...(summary === null ? [] : [`Summary: ${summary}`]),
    ...(last.length === 0 ? [] : ['', '**Last messages**']),
    ...last.map(({ who, text }) => `- ${who}: ${oneLine(text)}`),
  ].join('\n');
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= lineLengthMax ? line : `${line.slice(0, lineLengthMax - 1).toWellFormed()}…`;
}
