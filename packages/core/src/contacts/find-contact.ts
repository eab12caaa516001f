import type { TenantScope } from '@tandem/db';
import type { Channel, ChannelPerson } from '@tandem/integrations/contract';
import type { ConnectionId } from '@tandem/schemas';
import { visitorLaneOf } from '../welcome/visitor-lane.ts';
import type { Who } from './erasure-subject.ts';

/** One conversation; under minus a contact's id, a visitor who has none. */
export interface ContactPlace {
  connectionId: ConnectionId;
  conversationId: number;
}

/** All that a tenant holds of a contact. */
export interface FoundContact {
  places: ContactPlace[];
  /** Texts that only he has: addresses, numbers, his id in the tenant's own system. */
  texts: string[];
}

interface Search {
  scope: TenantScope;
  channel: Channel;
  who: Who;
}

/**
 * Looks a contact up in sessions and in every stored webhook: a session that an agent began does not know its contact, and a
 * conversation may have no session. Only ids, addresses and numbers that are equal as a whole count.
 */
export async function findContact(search: Search): Promise<FoundContact> {
  const { scope, who } = search;
  const places = new Map<string, ContactPlace>();
  const add = (place: ContactPlace) => places.set(`${place.connectionId}.${place.conversationId}`, place);
  const ids = new Set(await contactIds(search, add));
  const texts = new Set('identifier' in who ? [who.identifier] : []);
  for (const contactId of ids) {
    for (const place of await scope.contactSearch.conversations(contactId)) add(toPlace(place));
    const wanted = {
      texts: [`"id":${contactId}`, `"id": ${contactId}`],
      is: (one: ChannelPerson) => one.id === contactId,
    };
    for await (const { place, person } of peopleIn(search, wanted)) {
      add(place);
      add({ ...place, conversationId: visitorLaneOf(contactId) });
      for (const text of textsOf(person)) texts.add(text);
    }
  }
  return { places: [...places.values()], texts: [...texts] };
}

/** The numbers by which Chatwoot knows him; more than one when contacts of several installations share an address. */
async function contactIds(search: Search, add: (place: ContactPlace) => void): Promise<number[]> {
  const { scope, who } = search;
  if ('contactId' in who) return [who.contactId];
  if ('identifier' in who) {
    const found = new Set<number>();
    const wanted = { texts: [JSON.stringify(who.identifier).slice(1, -1)], is: isKnownBy(who.identifier) };
    for await (const { person } of peopleIn(search, wanted)) found.add(person.id);
    return [...found];
  }
  const session = await scope.sessions.get(who.sessionId);
  if (!session) return [];
  const { connectionId, conversationId } = session;
  add({ connectionId, conversationId });
  if (session.contactId !== null) return [session.contactId];
  const body = await scope.inbound.newestBody(session, { source: search.channel.provider });
  const person = body && personIn(search.channel, body);
  return person ? [person.id] : [];
}

async function* peopleIn(
  { scope, channel }: Search,
  { texts, is }: { texts: readonly string[]; is(person: ChannelPerson): boolean },
): AsyncGenerator<{ place: ContactPlace; person: ChannelPerson }> {
  for (let afterId: string | null = ''; afterId !== null; ) {
    const page: Awaited<ReturnType<TenantScope['contactSearch']['bodies']>> =
      await scope.contactSearch.bodies({ texts, source: channel.provider, afterId });
    for (const row of page.found) {
      const person = personIn(channel, row.body);
      if (person && is(person)) yield { place: toPlace(row), person };
    }
    afterId = page.nextId;
  }
}

function personIn(channel: Channel, body: Buffer): ChannelPerson | null {
  try {
    return channel.contactOf(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}

const textsOf = ({ email, phoneNumber, identifier }: ChannelPerson): string[] =>
  [email, phoneNumber, identifier].filter((text) => text !== null);

/** Addresses are the same in any letter case. */
const isKnownBy = (identifier: string) => (person: ChannelPerson) =>
  textsOf(person).some((text) => text.toLowerCase() === identifier.toLowerCase());

/** Connections are written by us: their ids are what they say. */
const toPlace = (row: { connectionId: string; conversationId: number }): ContactPlace => ({
  connectionId: row.connectionId as ConnectionId,
  conversationId: row.conversationId,
});
