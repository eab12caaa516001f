import { describe, expect, it } from 'vitest';
import { fake, free, kindOf, openClient } from '../../../test/open-client.ts';

describe('labels', () => {
  it('are added, and those of others stay', async () => {
    const { client, place } = openClient();
    const { conversationId } = place;
    await client.addLabels({ conversationId, labels: ['vip'] }, free);
    await client.addLabels({ conversationId, labels: ['handoff', 'vip'] }, free);
    expect(fake.conversation(place).labels).toEqual(['vip', 'handoff']);
    await client.addLabels({ conversationId, labels: ['vip'] }, free);
    expect(fake.counters().requests).toEqual({ 'labels.list': 3, 'labels.set': 2 });
  });
});

describe('custom attributes', () => {
  it('are merged into those of the conversation', async () => {
    const { client, place } = openClient();
    const { conversationId } = place;
    await client.mergeAttributes({ conversationId, attributes: { plan: 'gold', seats: 3 } }, free);
    await client.mergeAttributes({ conversationId, attributes: { seats: 4, slot: '10:00' } }, free);
    expect(fake.conversation(place).customAttributes).toEqual({ plan: 'gold', seats: 4, slot: '10:00' });
  });
});

describe('a custom attribute', () => {
  it('that is longer than Chatwoot takes is cut', async () => {
    const { client, place } = openClient();
    const { conversationId } = place;
    await client.mergeAttributes({ conversationId, attributes: { note: 'x'.repeat(2_000) } }, free);
    expect(fake.conversation(place).customAttributes.note).toBe(`${'x'.repeat(1_499)}…`);
  });
});

describe('a contact', () => {
  it('gets what is given and keeps the rest', async () => {
    const { client, place } = openClient();
    const { contactId } = fake.conversation(place);
    const attributes = { company: 'Lindqvist AB' };
    await client.updateContact({ contactId, name: 'Rosa', email: 'rosa@example.com', attributes }, free);
    await client.updateContact({ contactId, phoneNumber: '+46701234567', attributes: { seats: 3 } }, free);
    expect(fake.contact({ contactId })).toEqual({
      contactId,
      name: 'Rosa',
      email: 'rosa@example.com',
      phoneNumber: '+46701234567',
      customAttributes: { company: 'Lindqvist AB', seats: 3 },
    });
  });

  it('is not the bot’s to change, and what it cannot be is rejected', async () => {
    const { client, place } = openClient({ adminToken: null });
    const { contactId } = fake.conversation(place);
    expect(await kindOf(client.updateContact({ contactId, name: 'X' }, free))).toBe('unauthorized');
    const { client: admin, place: other } = openClient();
    const update = { contactId: fake.conversation(other).contactId, phoneNumber: '0701' };
    expect(await kindOf(admin.updateContact(update, free))).toBe('rejected');
  });
});

describe('an assignment', () => {
  it('gives the conversation to an agent or a team', async () => {
    const { client, place, admin, account } = openClient();
    const { conversationId } = place;
    await client.assign({ conversationId, agentId: admin.id }, free);
    await client.assign({ conversationId, teamId: account.teams[0]?.id ?? 0 }, free);
    expect(fake.conversation(place)).toMatchObject({
      assigneeId: admin.id,
      teamId: account.teams[0]?.id,
    });
  });

  it('to nobody there is is rejected, as Chatwoot only unassigns', async () => {
    const { client, place, admin } = openClient();
    const { conversationId } = place;
    await client.assign({ conversationId, agentId: admin.id }, free);
    expect(await kindOf(client.assign({ conversationId, agentId: 999 }, free))).toBe('rejected');
    expect(await kindOf(client.assign({ conversationId, teamId: 999 }, free))).toBe('rejected');
    expect(fake.conversation(place)).toMatchObject({ assigneeId: null, teamId: null });
  });
});

it('sets a priority and takes it away', async () => {
  const { client, place } = openClient();
  const { conversationId } = place;
  await client.setPriority({ conversationId, priority: 'urgent' }, free);
  expect(fake.conversation(place).priority).toBe('urgent');
  await client.setPriority({ conversationId, priority: null }, free);
  expect(fake.conversation(place).priority).toBeNull();
});

it('starts a conversation, pending where a bot answers', async () => {
  const { client, place, inbox } = openClient();
  const { contactId } = fake.conversation(place);
  const start = { inboxId: inbox.id, contactId, sourceId: 'visitor-1' };
  const { conversationId } = await client.startConversation(start, free);
  expect(conversationId).not.toBe(place.conversationId);
  const started = { accountId: place.accountId, conversationId };
  expect(fake.conversation(started)).toMatchObject({ contactId, status: 'pending', messageCount: 0 });
  expect(await kindOf(client.startConversation({ ...start, inboxId: 999 }, free))).toBe('rejected');
});
