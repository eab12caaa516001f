import type { ContactUpdate, SendGuard } from '../../contract/index.ts';
import type { CallChatwoot } from './call-chatwoot.ts';

/** Chatwoot merges custom attributes by itself; no bot may do this (contracts/chatwoot.md §10.4). */
export async function updateContact(
  call: CallChatwoot,
  { contactId, name, email, phoneNumber, attributes }: ContactUpdate,
  guard: SendGuard,
): Promise<void> {
  const json = { name, email, phone_number: phoneNumber, custom_attributes: attributes };
  await call({ method: 'PUT', path: `contacts/${contactId}`, json, as: 'admin', repeatable: true, guard });
}
