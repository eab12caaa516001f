import { encodeJson } from '../../http/encode-json.ts';
import type { TurnMetadata } from './turn-metadata.ts';

/** A message of Botpress's cloud, payload and metadata together: 128 KB (contracts/botpress.md §1a, "Limits"; §3.3). */
const messageBytesMax = 128_000;

/** What can be no larger than that limit, whatever its characters, with `tenantContext` and `kb` within their own bounds. */
const lengthWithoutDoubt = 8_000;

interface Parts {
  /** Empty where something other than text is sent. */
  text: string;
  metadata: TurnMetadata;
}

/** Builds a message that Botpress takes: what would be too large loses its least fitting knowledge first, then the end of its text. */
export function fitMessage<Message>(parts: Parts, build: (parts: Parts) => Message): Message {
  const { text, metadata } = parts;
  const isSmall = metadata.attachments === undefined && text.length < lengthWithoutDoubt;
  if (isSmall) return build(parts);
  let excess = sizeOf(build(parts)) - messageBytesMax;
  const kb = [...metadata.kb];
  while (excess > 0 && kb.length > 0) excess -= sizeOf(kb.pop()) + 1;
  const fitting = excess <= 0 || text === '' ? text : cut(text, sizeOf(text) - excess);
  return build({ text: fitting, metadata: { ...metadata, kb } });
}

/** The longest beginning, roughly, that takes no more than so many bytes of JSON, and a sign that it was cut. */
function cut(text: string, bytesMax: number): string {
  let kept = text;
  while (kept.length > 0 && sizeOf(`${kept}…`) > bytesMax) {
    kept = kept.slice(
      0,
      Math.floor(Math.min(kept.length - 1, (kept.length * bytesMax) / sizeOf(`${kept}…`))),
    );
  }
  // Never half a character.
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`;
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(encodeJson(value));
}
