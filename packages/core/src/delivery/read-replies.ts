import type { PendingInbound } from '@tandem/db';
import type { EngineReply, Integrations } from '@tandem/integrations/contract';
import type { InboundId } from '@tandem/schemas';
import { canonicalSource } from '../routing/record-taken.ts';

/** A stored reply, read again. */
export interface ReadReply {
  id: InboundId;
  receivedAt: Date;
  createdAtMs: number | null;
  /** Which of the session's engine conversations it belongs to; null when the dialect names the session. */
  engineConversationId: string | null;
  reply: EngineReply;
}

/** Reads stored replies and puts them into the bot's order: by the engine's time, what has none by arrival. */
export function readReplies(
  integrations: Integrations,
  stored: readonly PendingInbound[],
): { replies: ReadReply[]; unreadable: InboundId[] } {
  const replies: ReadReply[] = [];
  const unreadable: InboundId[] = [];
  for (const inbound of stored) {
    const read = readOne(integrations, inbound);
    if (read) replies.push(read);
    else unreadable.push(inbound.id);
  }
  return { replies: inBotOrder(replies), unreadable };
}

function readOne(integrations: Integrations, inbound: PendingInbound): ReadReply | null {
  try {
    const body: unknown = JSON.parse(inbound.body.toString('utf8'));
    if (inbound.source === canonicalSource) return ours(inbound, body);
    const engine = Object.values(integrations.engines).find(({ dialect }) => dialect === inbound.source);
    const event = engine?.read(body);
    if (event?.kind !== 'reply') return null;
    const { address, reply } = event;
    const engineConversationId = address.by === 'engine-conversation' ? address.id : null;
    const { id, receivedAt } = inbound;
    return { id, receivedAt, createdAtMs: reply.createdAtMs, engineConversationId, reply };
  } catch {
    return null;
  }
}

/** We wrote this body ourselves from an `EngineReply` (record-taken.ts, reconcile-turn.ts). */
function ours({ id, receivedAt }: PendingInbound, body: unknown): ReadReply {
  const reply = body as EngineReply;
  return { id, receivedAt, createdAtMs: reply.createdAtMs, engineConversationId: null, reply };
}

/** Replies with a time are sorted among the places they take; the sort is stable. */
function inBotOrder(replies: readonly ReadReply[]): ReadReply[] {
  const timed = replies.filter((reply) => reply.createdAtMs !== null);
  timed.sort((a, b) => (a.createdAtMs ?? 0) - (b.createdAtMs ?? 0));
  return replies.map((reply) => (reply.createdAtMs === null ? reply : (timed.shift() ?? reply)));
}
