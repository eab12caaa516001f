import type { LaneLease, Outbound, PendingInbound, Session, Statement, TenantScope, Turn } from '@tandem/db';
import type { LaneKey } from '@tandem/schemas';

/** What a lane's holder sees when it looks. */
export interface Look {
  session: Session | null;
  /** Not ended, or ended and still to be checked; oldest first. */
  turns: Turn[];
  /** What waits for this lane, in the order of arrival. */
  pending: PendingInbound[];
  /** What is still to be carried to the channel, in order; empty on the way to the engine. */
  open: Outbound[];
}

/** Looked at in one go; the rest follows with the next look. */
export const messagesMax = 60;
export const repliesMax = 50;
export const outboundMax = 20;

/** Claims a lane, or says that its holder looks again, and looks, in one packet. Null: it is not ours. */
export async function lookAt(
  input: { scope: TenantScope; key: LaneKey; ours: Statement<LaneLease | null> },
  before: readonly Statement<unknown>[] = [],
): Promise<{ lease: LaneLease; look: Look } | null> {
  const { scope, key, ours } = input;
  const session = scope.sessions.find(key);
  const turns = scope.turns.open(key);
  switch (key.direction) {
    case 'to-engine': {
      const wanted = { kinds: ['customer-message', 'choice'], limit: messagesMax };
      const messages = scope.inbound.pendingShared(key, wanted);
      const [lease, ...seen] = await scope.atomically([ours, session, turns, messages], before);
      if (!lease) return null;
      const pending = seen[2] ?? (await scope.inbound.pending(key, wanted));
      return { lease, look: { session: seen[0], turns: seen[1], pending, open: [] } };
    }
    case 'to-channel': {
      const wanted = { kinds: ['reply'], limit: repliesMax };
      const replies = scope.inbound.pendingShared(key, wanted);
      const outbound = scope.outbound.openShared(key, outboundMax);
      const [lease, ...seen] = await scope.atomically([ours, session, turns, replies, outbound], before);
      if (!lease) return null;
      const pending = seen[2] ?? (await scope.inbound.pending(key, wanted));
      const open = seen[3] ?? (await scope.outbound.open(key, outboundMax));
      return { lease, look: { session: seen[0], turns: seen[1], pending, open } };
    }
  }
}
