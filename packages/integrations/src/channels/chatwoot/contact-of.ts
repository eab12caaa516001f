import type { ChannelPerson } from '../../contract/index.ts';
import { type Fields, fieldsOf, isFields, textOf } from './wire.ts';

/**
 * Whom a webhook's body is about: the sender of an incoming message (contracts/chatwoot.md §2.1), the conversation's own
 * contact (§3), or the visitor (§4). Null where the body does not say, or is none of Chatwoot's. Pure.
 */
export function contactOf(body: unknown): ChannelPerson | null {
  const { message_type: messageType, sender, conversation, meta, contact } = fieldsOf(body);
  const shown = [
    ...(messageType === 'incoming' || messageType === undefined ? [sender] : []),
    fieldsOf(fieldsOf(conversation).meta).sender,
    fieldsOf(meta).sender,
    contact,
  ];
  const person = shown.find(isContact);
  return person ? toPerson(person) : null;
}

/** Users and bots carry a type of theirs, a contact none or `contact`. */
const isContact = (value: unknown): value is Fields =>
  isFields(value) && Number.isSafeInteger(value.id) && (value.type == null || value.type === 'contact');

const toPerson = (fields: Fields): ChannelPerson => ({
  id: Number(fields.id),
  email: textOf(fields.email),
  phoneNumber: textOf(fields.phone_number),
  identifier: textOf(fields.identifier),
});
