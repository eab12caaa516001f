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
  /** What is found is not all of it once this is aborted. */
  signal: AbortSignal;
}

/** A contact's number means him in one Chatwoot alone; `connectionId` null: the tenant has no connection that says which. */
interface Numbered {
  connectionId: string | null;
  contactId: number;
}

/**
 * Looks a contact up in sessions and in every stored webhook: a session that an agent began does not know its contact, and a
 * conversation may have no session. Only ids, addresses and numbers that are equal as a whole count.
 */
export async function findContact(search: Search): Promise<FoundContact> {
  const { scope, who } = search;
  const places = new Map<string, ContactPlace>();
  const add = (place: ContactPlace) => places.set(`${place.connectionId}.${place.conversationId}`, place);
  const texts = new Set('identifier' in who ? [who.identifier] : []);
  for (const { connectionId, contactId } of await numbersOf(search, add)) {
    const isHere = (place: { connectionId: string }) =>
      connectionId === null || place.connectionId === connectionId;
    const known = await scope.contactSearch.conversations(contactId);
    for (const place of known.filter(isHere)) add(toPlace(place));
    const quoted = [`"id":${contactId}`, `"id": ${contactId}`];
    const wanted = { texts: quoted, is: (person: ChannelPerson) => person.id === contactId };
    for await (const { place, person } of peopleIn(search, wanted)) {
      if (!isHere(place)) continue;
      add(place);
      add({ ...place, conversationId: visitorLaneOf(contactId) });
      for (const text of textsOf(person)) texts.add(text);
    }
  }
  return { places: [...places.values()], texts: [...texts] };
}

/** By which numbers he is known: several when contacts of several Chatwoots have one address. */
async function numbersOf(search: Search, add: (place: ContactPlace) => void): Promise<Numbered[]> {
  const { scope, who } = search;
  if ('contactId' in who) {
    const inUse = await scope.connections.active('chatwoot');
    return [{ connectionId: inUse?.id ?? null, contactId: who.contactId }];
  }
  if ('identifier' in who) {
    const found = new Map<string, Numbered>();
    const quoted = [JSON.stringify(who.identifier).slice(1, -1)];
    const wanted = { texts: quoted, is: isKnownBy(who.identifier) };
    for await (const { place, person } of peopleIn(search, wanted)) {
      const { connectionId } = place;
      found.set(`${connectionId}.${person.id}`, { connectionId, contactId: person.id });
    }
    return [...found.values()];
  }
  const session = await scope.sessions.get(who.sessionId);
  if (!session) return [];
  const { connectionId, conversationId } = session;
  add({ connectionId, conversationId });
  if (session.contactId !== null) return [{ connectionId, contactId: session.contactId }];
  const body = await scope.inbound.newestBody(session, { source: search.channel.provider });
  const person = body && personIn(search.channel, body);
  return person ? [{ connectionId, contactId: person.id }] : [];
}

async function* peopleIn(
  { scope, channel, signal }: Search,
  { texts, is }: { texts: readonly string[]; is(person: ChannelPerson): boolean },
): AsyncGenerator<{ place: ContactPlace; person: ChannelPerson }> {
  for (let afterId: string | null = ''; afterId !== null && !signal.aborted; ) {
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
