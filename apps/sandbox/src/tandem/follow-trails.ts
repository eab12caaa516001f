import type { Flow } from '../flow/create-flow.ts';
import { tellTrail } from '../flow/tell-trail.ts';
import type { Tandem } from './create-tandem.ts';
import { zTrailAnswer } from './wire.ts';

interface Followed {
  /** Tandem's id of the message. */
  messageId: string;
  conversationId: number;
  sinceMs: number;
}

/** Reads Tandem's account of each customer's message again and again until it has ended. */
export interface TrailFollower {
  follow(message: Omit<Followed, 'sinceMs'>): void;
  /** One look at every message that has not ended. Never rejects. */
  look(): Promise<void>;
  isFollowing(): boolean;
}

const followedForMs = 15 * 60_000;
const followedMax = 50;

export function createTrailFollower(context: {
  tandem: Tandem;
  flow: Flow;
  tenantId: string;
}): TrailFollower {
  const { tandem, flow, tenantId } = context;
  const followed = new Map<string, Followed>();

  async function read(message: Followed): Promise<void> {
    const { messageId, conversationId, sinceMs } = message;
    const path = `/tenants/${tenantId}/messages/${messageId}/why`;
    const answer = await tandem.get(path, zTrailAnswer).catch(() => null);
    const nowMs = Date.now();
    if (answer !== null) {
      for (const { key, line } of tellTrail(answer.trail, { subject: messageId, conversationId, nowMs })) {
        flow.addOnce(key, line);
      }
    }
    const hasEnded = answer !== null && answer.trail.end !== null;
    if (hasEnded || nowMs - sinceMs > followedForMs) followed.delete(messageId);
  }

  return {
    follow(message) {
      if (followed.size >= followedMax) followed.delete(followed.keys().next().value ?? '');
      followed.set(message.messageId, { ...message, sinceMs: Date.now() });
    },
    async look() {
      await Promise.all([...followed.values()].map(read));
    },
    isFollowing: () => followed.size > 0,
  };
}
