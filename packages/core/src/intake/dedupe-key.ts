import { createHash } from 'node:crypto';
import type { StoredEvent } from './context.ts';

/** Longer ids of engines are hashed: the column holds 120 characters. */
const lengthMax = 100;

/**
 * What makes two deliveries mean the same (product page §5.3): the event and its message, and for an answer to an
 * interactive message the answer too. What has no id falls back to the delivery id, which covers retries of one delivery.
 */
export function channelDedupeKey(event: StoredEvent, delivery: string | undefined, ownId: string): string {
  switch (event.kind) {
    case 'customer-message':
      return event.messageId === null ? deliveryKey(delivery, ownId) : messageDedupeKey(event.messageId);
    case 'agent-message':
    case 'echo':
      return messageDedupeKey(event.messageId);
    case 'choice':
      return `choice.${event.messageId}.${short(event.digest)}`;
    case 'deleted':
      return `deleted.${event.messageId}`;
    case 'widget-open':
      return `widget-open.${short(event.sourceId)}`;
    case 'status':
      return deliveryKey(delivery, ownId);
  }
}

/** Any message of the channel. */
export const messageDedupeKey = (messageId: number): string => `message.${messageId}`;

/** A reply of an engine: by the engine's id of it; without one every delivery is a reply of its own. */
export const replyDedupeKey = (replyId: string | null, ownId: string): string =>
  replyId === null ? `once.${ownId}` : `reply.${short(replyId)}`;

const deliveryKey = (delivery: string | undefined, ownId: string): string =>
  delivery ? `delivery.${short(delivery)}` : `once.${ownId}`;

const plain = /^[\x21-\x7e]+$/;
const short = (id: string): string =>
  id.length <= lengthMax && plain.test(id) ? id : createHash('sha256').update(id).digest('hex');
