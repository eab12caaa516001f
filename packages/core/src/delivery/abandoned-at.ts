import type { Outbound } from '@tandem/db';
import { zContent } from '@tandem/schemas';
import { later } from '../lanes/earliest.ts';

/** Read-backs wait so long after a cut: an upstream may still store what it was sent (product page §2.5). */
export const settleAfterMs = 20_000;

/** One request: the wait for a connection and the time for an answer. */
const requestMs = 15_000 + 10_000;
const downloadMs = 5_000 + 20_000;
const uploadMs = 15_000 + 30_000;

/** When a claim that is found without its end may be read back: its send may have been under way when its worker went. */
export function abandonedAt(outbound: Outbound, now: Date): Date {
  return later(outbound.claimedAt ?? now, underWayMaxMs(outbound.payload) + settleAfterMs);
}

/** A file is fetched, carried, and when it is refused said in words; other shapes may be refused once, too. */
function underWayMaxMs(payload: string): number {
  switch (zContent.safeParse(JSON.parse(payload)).data?.type) {
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
      return downloadMs + uploadMs + requestMs;
    case 'choice':
    case 'cards':
      return 2 * requestMs;
    case 'text':
    case 'location':
    case undefined:
      return requestMs;
  }
}
