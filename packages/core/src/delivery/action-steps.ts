import type { EngineAction } from '@tandem/schemas';
import type { Attributes, ChannelStep, ContactStep } from './channel-step.ts';

/** Chatwoot keeps texts of custom attributes up to this length (contracts/chatwoot.md §10.3). */
const attributeLengthMax = 1_500;

/** What an action of the bot comes to at the channel, in order; nothing for a handoff, which is ownership's. Pure. */
export function actionSteps(action: EngineAction, contactId: number | null): ChannelStep[] {
  switch (action.type) {
    case 'lead_capture':
      return [contactStep(action.contact, contactId)];
    case 'booking': {
      const { slot, note } = action;
      const attributes = attributesOf({ booking_slot: slot, booking_note: note });
      const text = note === undefined ? `Booking: ${slot}` : `Booking: ${slot}\n\n${note}`;
      return [
        { step: 'labels', labels: ['booking'] },
        { step: 'attributes', attributes },
        { step: 'note', text },
      ];
    }
    case 'handoff':
      return [];
  }
}

/** A lead that no contact can hold, as attributes of the conversation. Pure. */
export function leadAttributes({ name, email, phoneNumber, attributes }: ContactStep): Attributes {
  const known = attributesOf({
    name: name ?? undefined,
    email: email ?? undefined,
    phone_number: phoneNumber ?? undefined,
  });
  return Object.fromEntries(
    Object.entries({ ...known, ...attributes }).map(([key, value]) => [`lead_${key}`, value]),
  );
}

/** Bots name the same things in their own ways; what a contact has no field for becomes an attribute of it. */
function contactStep(given: Record<string, unknown>, contactId: number | null): ContactStep {
  const { name, email, phone, phoneNumber, phone_number, custom_attributes, ...rest } = given;
  const number = textOf(phone_number) ?? textOf(phoneNumber) ?? textOf(phone);
  const custom = typeof custom_attributes === 'object' && !Array.isArray(custom_attributes);
  return {
    step: 'contact',
    contactId,
    name: textOf(name) ?? null,
    email: textOf(email) ?? null,
    phoneNumber: number ?? null,
    attributes: attributesOf({ ...(custom ? custom_attributes : {}), ...rest }),
  };
}

function attributesOf(fields: Record<string, unknown>): Attributes {
  const entries = Object.entries(fields).flatMap(([key, value]): [string, Attributes[string]][] => {
    if (value === undefined) return [];
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return [[key, value]];
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [[key, text.slice(0, attributeLengthMax).toWellFormed()]];
  });
  return Object.fromEntries(entries);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, attributeLengthMax) : undefined;
