import { expect, it } from 'vitest';
import { abandonedAt } from './abandoned-at.ts';

const claimedAt = new Date('2026-03-02T09:00:00.000Z');
const outbound = (payload: unknown) => ({
  id: '018f0000-0000-7000-8000-000000000000' as never,
  sessionId: '018f0000-0000-7000-8000-000000000001' as never,
  turnId: null,
  kind: 'reply' as const,
  payload: JSON.stringify(payload),
  state: 'sending' as const,
  attempts: 1,
  nextAttemptAt: null,
  expiresAt: claimedAt,
  claimedAt,
  settleAt: null,
  createdAt: claimedAt,
});

it.each([
  [{ type: 'text', text: 'a' }, 45],
  [{ type: 'choice', text: 'a', options: [] }, 70],
  [{ type: 'cards', cards: [] }, 70],
  [{ type: 'image', url: 'https://x.example/a.png' }, 115],
  [{ unknown: true }, 45],
])('a claim of %j may be read back after %d s', (payload, seconds) => {
  const at = abandonedAt(outbound(payload), new Date());
  expect((at.getTime() - claimedAt.getTime()) / 1_000).toBe(seconds);
});
