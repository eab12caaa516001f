import type { KnowledgeEntry } from '@tandem/schemas';

/** The most that the entries sent with one message may weigh as JSON (product page §5.3). */
const bytesMax = 32 * 1_024;

/** Of `order`, the places whose entries fit one message; one that is too large gives way to those behind it. Pure. */
export function fitMessage(bytes: readonly number[], order: Iterable<number>): number[] {
  let sum = 2;
  const kept: number[] = [];
  for (const place of order) {
    const more = (bytes[place] ?? bytesMax) + 1;
    if (sum + more > bytesMax) continue;
    sum += more;
    kept.push(place);
  }
  return kept;
}

/** Whether all of them go with every message. */
export function fitsWhole(entries: readonly KnowledgeEntry[]): boolean {
  let sum = 2;
  for (const entry of entries) {
    sum += entryBytes(entry) + 1;
    if (sum > bytesMax) return false;
  }
  return true;
}

/** Bytes of an entry as JSON, without what the store adds to it. */
export const entryBytes = ({ question, answer, tags }: KnowledgeEntry): number =>
  Buffer.byteLength(JSON.stringify({ question, answer, tags }));
