import { describe, expect, it } from 'vitest';
import { openDesk, type Received } from '../../../../test/open-desk.ts';

describe('the life of a conversation', () => {
  it('tells a status once with its twin and once as an update', async () => {
    const { fake, events, received, start, agent } = openDesk();
    const ref = start();
    await fake.settled();
    received.length = 0;
    fake.agentSetsStatus({ ...ref, agentId: agent.id, status: 'open' });
    fake.agentSetsStatus({ ...ref, agentId: agent.id, status: 'open' });
    await fake.settled();
    expect(events()).toEqual(['conversation_opened', 'conversation_status_changed', 'conversation_updated']);
    expect(received.map(({ event }) => event.kind)).toEqual(['ignored', 'status', 'status']);
  });

  it('goes back to the bot when a customer writes to a resolved one, to people when it was snoozed', async () => {
    const { fake, start, agent } = openDesk();
    const ref = start();
    fake.agentSetsStatus({ ...ref, agentId: agent.id, status: 'resolved' });
    fake.customerSends({ ...ref, text: 'again' });
    expect(fake.conversation(ref).status).toBe('pending');
    fake.agentSetsStatus({ ...ref, agentId: agent.id, status: 'snoozed' });
    fake.customerSends({ ...ref, text: 'and again' });
    expect(fake.conversation(ref).status).toBe('open');
    await fake.settled();
  });

  it('stays pending when an agent replies', async () => {
    const { fake, start, agent } = openDesk();
    const ref = start();
    fake.agentReplies({ ...ref, agentId: agent.id, text: 'Hi' });
    expect(fake.conversation(ref).status).toBe('pending');
    await fake.settled();
  });

  it('takes assignments, labels, priority and attributes', async () => {
    const { fake, account, start, call, agent } = openDesk();
    const ref = start();
    const { conversationId: c } = ref;
    const team = account.teams[0]?.id ?? 0;
    await call(`${c}/assignments`, { assignee_id: agent.id });
    await call(`${c}/assignments`, { team_id: team });
    await call(`${c}/labels`, { labels: ['handoff'] });
    await call(`${c}/toggle_priority`, { priority: 'high' });
    await call(`${c}/custom_attributes`, { custom_attributes: { plan: 'trial' } });
    expect(fake.conversation(ref)).toMatchObject({
      assigneeId: agent.id,
      teamId: team,
      labels: ['handoff'],
      priority: 'high',
      customAttributes: { plan: 'trial' },
    });
    await call(`${c}/assignments`, { assignee_id: 4_000 });
    expect(fake.conversation(ref).assigneeId).toBeNull();
    await fake.settled();
  });
});

describe('a failing bot', () => {
  it('is tried three times at 500 and 429 with the same delivery id, then the conversation opens', async () => {
    let count = 0;
    const answer = ({ body }: Received) => {
      if (body.event !== 'message_created') return 200;
      count += 1;
      return count === 2 ? 429 : 500;
    };
    const { fake, received, start } = openDesk({ answer });
    const ref = start();
    await fake.settled();
    const attempts = received.filter(({ body }) => body.event === 'message_created');
    expect(attempts).toHaveLength(3);
    expect(new Set(attempts.map(({ deliveryId }) => deliveryId)).size).toBe(1);
    expect(fake.conversation(ref).status).toBe('open');
    expect(fake.transcript(ref).at(-1)).toMatchObject({
      type: 'activity',
      text: expect.stringContaining('due to an error with the agent bot'),
    });
  });

  it('at 503 or without an answer is final at once', async () => {
    for (const answer of [() => 503, () => Number.NaN]) {
      const { fake, received, start } = openDesk({
        answer: (webhook) => {
          if (webhook.body.event === 'message_created' && Number.isNaN(answer())) throw new Error('cut');
          return webhook.body.event === 'message_created' ? answer() : 200;
        },
      });
      const ref = start();
      await fake.settled();
      expect(received.filter(({ body }) => body.event === 'message_created')).toHaveLength(1);
      expect(fake.conversation(ref).status).toBe('open');
    }
  });

  it('that recovers in time changes nothing', async () => {
    let count = 0;
    const { fake, start } = openDesk({ answer: () => (++count <= 2 ? 500 : 200) });
    const ref = start();
    await fake.settled();
    expect(fake.conversation(ref).status).toBe('pending');
    expect(fake.counters().webhooks).toMatchObject({ failed: 0 });
  });

  it('marks the message failed where an API inbox did not take it', async () => {
    const { fake, account } = openDesk({ answer: ({ url }) => (url === 'http://api' ? 500 : 200) });
    const api = fake.createInbox({
      accountId: account.id,
      channel: 'Channel::Api',
      webhookUrl: 'http://api',
    });
    const ref = fake.startConversation({ inboxId: api.id, text: 'Hi' });
    await fake.settled();
    expect(fake.transcript(ref)[0]).toMatchObject({
      status: 'failed',
      contentAttributes: { external_error: '500' },
    });
  });
});

describe('memory', () => {
  it('is bounded where that is asked for', async () => {
    const { fake, start } = openDesk({ messagesKept: 10 });
    const ref = start('0');
    for (let count = 1; count < 100; count += 1) fake.customerSends({ ...ref, text: `${count}` });
    const texts = fake.transcript(ref).map(({ text }) => Number(text));
    expect(texts.length).toBeGreaterThanOrEqual(10);
    expect(texts.length).toBeLessThanOrEqual(20);
    expect(texts.at(-1)).toBe(99);
    await fake.settled();
  });
});
