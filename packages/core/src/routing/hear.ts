import type { End, PendingInbound } from '@tandem/db';
import type { ChannelEvent, ConversationView, Integrations } from '@tandem/integrations/contract';
import type { CustomerMessage, InboundId } from '@tandem/schemas';

/** A stored customer message or choice, read again from its body. */
export interface Heard {
  id: InboundId;
  kind: 'customer-message' | 'choice';
  channelMessageId: number | null;
  availableAt: Date | null;
  receivedAt: Date;
  message: CustomerMessage;
  conversation: ConversationView;
  inboxId: number | null;
  contact: { id: number | null; name: string | null };
}

/** The end of what can no longer be read. */
export const unreadableEnd: End = { kind: 'dead', reason: 'the stored body can no longer be read' };

/** Reads stored bodies with the channel's own reader. What it can no longer read comes back in `unreadable`. */
export function hear(
  integrations: Pick<Integrations, 'channels'>,
  stored: readonly PendingInbound[],
): { heard: Heard[]; unreadable: InboundId[] } {
  const heard: Heard[] = [];
  const unreadable: InboundId[] = [];
  for (const inbound of stored) {
    const event = readAgain(integrations, inbound);
    if (event?.kind === 'customer-message' || event?.kind === 'choice') heard.push(toHeard(inbound, event));
    else unreadable.push(inbound.id);
  }
  return { heard, unreadable };
}

function readAgain(
  integrations: Pick<Integrations, 'channels'>,
  inbound: PendingInbound,
): ChannelEvent | null {
  try {
    return integrations.channels.chatwoot.read(JSON.parse(inbound.body.toString('utf8')));
  } catch {
    return null;
  }
}

type FromCustomer = Extract<ChannelEvent, { kind: 'customer-message' | 'choice' }>;

const toHeard = (inbound: PendingInbound, event: FromCustomer): Heard => ({
  id: inbound.id,
  kind: event.kind,
  channelMessageId: inbound.channelMessageId,
  availableAt: inbound.availableAt,
  receivedAt: inbound.receivedAt,
  message: event.message,
  conversation: event.conversation,
  inboxId: event.inboxId,
  contact: event.contact,
});
