import type { EngineReply } from '../../contract/index.ts';
import { translatePayload } from './payload.ts';
import { readMarks } from './reply-marks.ts';

interface BotMessage {
  id: string | null;
  /** Milliseconds since 1970; null when not told. */
  createdAtMs: number | null;
  payload?: unknown;
  /** Where the dialect carries marks (`handoff`, `fallback`, `actions`). */
  metadata?: unknown;
}

/** One message of a native dialect as a reply, or why there is none. */
export function toReply({ id, createdAtMs, payload, metadata }: BotMessage): EngineReply | string {
  const { contents, dropped } = translatePayload(payload);
  const marks = readMarks(metadata);
  const isMarked = marks.handoff !== null || marks.fallback || marks.actions.length > 0;
  if (contents.length === 0 && !isMarked) return dropped[0] ?? 'an empty bloc';
  return { id, createdAtMs, contents, ...marks };
}
