import { type Fields, fieldsOf } from '../wire.ts';
import type { AccountCall } from './app.ts';
import { newConversation } from './new-conversation.ts';
import { contactPayload } from './payloads.ts';
import { Refusal } from './refusals.ts';
import { restConversation } from './rest-shapes.ts';

/** What each call on an account does, and the answer's body (contracts/chatwoot.md §10.3, §10.4). */

export function createConversation({ life, account, body }: AccountCall): Fields {
  const inbox = life.world.inboxes.get(Number(body.inbox_id));
  const contact = life.world.contacts.get(Number(body.contact_id));
  if (inbox?.account !== account || contact?.account !== account)
    throw new Refusal(404, { error: 'Resource could not be found' });
  const { status } = body;
  if (status !== undefined && status !== 'open' && status !== 'pending' && status !== 'resolved')
    throw new Refusal(500, 'Internal Server Error');
  const sourceId = typeof body.source_id === 'string' ? body.source_id : undefined;
  return restConversation(newConversation(life, inbox, { contact, sourceId, status }));
}

/** Sets what is given; attributes are merged. */
export function updateContact({ life, account, body }: AccountCall, contactId: number): Fields {
  const contact = life.world.contacts.get(contactId);
  if (contact?.account !== account) throw new Refusal(404, { error: 'Resource could not be found' });
  const { name, email, phone_number: phoneNumber } = body;
  if (typeof phoneNumber === 'string' && !/^\+[1-9]\d{1,14}$/.test(phoneNumber))
    throw invalid('Phone number should be in e164 format', 'phone_number');
  if (typeof email === 'string' && !/^[^\s@]+@[^\s@]+$/.test(email))
    throw invalid('Email Invalid email', 'email');
  if (typeof name === 'string') contact.name = name;
  if (typeof email === 'string') contact.email = email.toLowerCase();
  if (typeof phoneNumber === 'string') contact.phoneNumber = phoneNumber;
  contact.customAttributes = { ...contact.customAttributes, ...fieldsOf(body.custom_attributes) };
  return { payload: contactPayload(contact) };
}

function invalid(message: string, attribute: string): Refusal {
  return new Refusal(422, { message, attributes: [attribute] });
}
