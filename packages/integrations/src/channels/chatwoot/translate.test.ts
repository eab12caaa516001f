import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadBody } from '../../contract/index.ts';
import { readEvent } from './translate.ts';

const message = (change: Record<string, unknown> = {}) => ({
  event: 'message_created',
  id: 10,
  account: { id: 1 },
  inbox: { id: 2 },
  conversation: { id: 3, inbox_id: 2, status: 'pending' },
  content: 'Hello',
  content_type: 'text',
  content_attributes: {},
  additional_attributes: {},
  message_type: 'incoming',
  private: false,
  sender: { id: 4, name: 'Rosa' },
  ...change,
});
const outgoing = (change: Record<string, unknown> = {}) =>
  message({ message_type: 'outgoing', sender: null, ...change });
const answer = (contentAttributes: Record<string, unknown>, change: Record<string, unknown> = {}) =>
  outgoing({ event: 'message_updated', content_attributes: contentAttributes, ...change });

describe('an outgoing public message that is not ours', () => {
  it.each([
    ['an agent', { sender: { id: 18, name: 'Mika', type: 'user' } }, 18],
    ['a paired phone', { content_attributes: { external_echo: true } }, null],
    ['nobody that is told', {}, null],
  ])('of %s is a takeover', (_who, change, agentId) => {
    expect(readEvent(outgoing(change))).toMatchObject({ kind: 'agent-message', messageId: 10, agentId });
  });

  it.each([
    ['a template', { message_type: 'template' }],
    ['automation', { content_attributes: { automation_rule_id: 12 } }],
    ['a campaign', { additional_attributes: { campaign_id: 3 } }],
    ['a campaign', { content_attributes: { campaign_id: 3 } }],
    ['another bot', { sender: { id: 9, name: 'Other', type: 'agent_bot' } }],
    ['the built-in AI', { sender: { id: 9, name: 'Captain', type: 'captain_assistant' } }],
    ['a note', { private: true, sender: { id: 18, name: 'Mika', type: 'user' } }],
  ])('of %s is none', (_what, change) => expect(readEvent(outgoing(change)).kind).toBe('ignored'));
});

describe('our own message', () => {
  it.each([false, true])('comes back as echo, private: %s', (isPrivate) => {
    const body = outgoing({ private: isPrivate, content_attributes: { tandem_ref: 'ref' } });
    expect(readEvent(body)).toEqual({
      kind: 'echo',
      accountId: 1,
      inboxId: 2,
      conversationId: 3,
      messageId: 10,
      ref: 'ref',
    });
  });

  it('is ours by its ref, whoever it is said to be from', () => {
    const sender = { id: 18, name: 'Mika', type: 'user' };
    expect(readEvent(outgoing({ sender, content_attributes: { tandem_ref: 'ref' } })).kind).toBe('echo');
  });

  it('is not made by a customer who sends such a ref', () => {
    expect(readEvent(message({ content_attributes: { tandem_ref: 'ref' } })).kind).toBe('customer-message');
  });
});

describe('an answer', () => {
  it('to several options has them all', () => {
    const values = [
      { title: 'A', value: 'a' },
      { title: 'B', value: 'b' },
    ];
    expect(readEvent(answer({ submitted_values: values }))).toMatchObject({
      message: { text: 'A, B', choice: { title: 'A, B', value: '["a","b"]' } },
    });
  });

  it('with values that are no text is still readable', () => {
    const values = [{ name: '__proto__', value: true }, { name: 'note' }];
    expect(readEvent(answer({ submitted_values: values }))).toMatchObject({
      message: { text: '__proto__: true\nnote: ', choice: { value: '{"__proto__":true,"note":null}' } },
    });
  });

  it('has another digest when it is another answer', () => {
    const digests = ['a', 'b'].map((value) => {
      const event = readEvent(answer({ submitted_values: [{ title: 'x', value }] }));
      return event.kind === 'choice' ? event.digest : null;
    });
    expect(new Set(digests).size).toBe(2);
  });

  it.each([
    ['none yet', {}],
    ['an empty list', { submitted_values: [] }],
    ['a rating', { submitted_values: { csat_survey_response: { rating: 5 } } }],
    ['an empty address', { submitted_email: '' }],
  ])('that is %s is ignored', (_what, attributes) => {
    expect(readEvent(answer(attributes)).kind).toBe('ignored');
  });
});

describe('a deletion', () => {
  it('of the customer is told, of a reply is not', () => {
    const deleted = { event: 'message_updated', content_attributes: { deleted: true } };
    expect(readEvent(message(deleted))).toMatchObject({ kind: 'deleted', messageId: 10 });
    expect(readEvent(outgoing(deleted)).kind).toBe('ignored');
  });
});

describe('a conversation event', () => {
  const conversation = (change: Record<string, unknown>) => ({
    id: 3,
    inbox_id: 2,
    status: 'open',
    ...change,
  });

  it('that changes the status says so, also as an update', () => {
    const changed = [{ status: { previous_value: 'pending', current_value: 'open' } }];
    const event = conversation({
      event: 'conversation_updated',
      changed_attributes: changed,
      account: { id: 1 },
    });
    expect(readEvent(event)).toMatchObject({ kind: 'status', status: 'open', accountId: 1 });
  });

  it.each([null, [], [{ assignee_id: {} }], 'status', [null]])('with changes %j is ignored', (changes) => {
    const event = conversation({ event: 'conversation_updated', changed_attributes: changes });
    expect(readEvent(event).kind).toBe('ignored');
  });

  it('does not take an assigned bot for a human', () => {
    const meta = { assignee: { id: 5, type: 'agent_bot' }, assignee_type: 'AgentBot' };
    const event = conversation({ event: 'conversation_status_changed', meta });
    expect(readEvent(event)).toMatchObject({ conversation: { assigneeId: null } });
  });
});

describe('a body that is not what Chatwoot sends', () => {
  it.each([
    [null, ''],
    ['text', ''],
    [[], ''],
    [{ event: 7 }, 'event'],
    [{}, 'conversation'],
    [message({ id: '10' }), 'id'],
    [message({ id: 2 ** 53 }), 'id'],
    [message({ id: -1 }), 'id'],
    [message({ id: 1.5 }), 'id'],
    [message({ conversation: undefined }), 'conversation'],
    [message({ conversation: { id: 2 ** 60 } }), 'conversation.id'],
    [message({ conversation: { id: 3, status: 'later' } }), 'conversation.status'],
    [message({ content: 5 }), 'content'],
    [message({ message_type: 0 }), 'message_type'],
    [message({ private: 'no' }), 'private'],
    [message({ attachments: {} }), 'attachments'],
    [message({ account: { id: null } }), 'account.id'],
    [{ event: 'conversation_status_changed', id: 3 }, 'status'],
    [{ conversation: { id: 3 }, content: ['x'] }, 'content'],
  ])('%j is refused at %j', (body, path) => {
    try {
      readEvent(body);
    } catch (error) {
      if (!(error instanceof BadBody)) throw error;
      expect(error.issues.map((issue) => issue.path)).toContain(path);
      return;
    }
    expect.unreachable();
  });

  it.each([
    { event: 'something_new', conversation: 'odd' },
    { event: 'automation_event.message_created' },
    { event: 'macro.executed' },
    { event: 'contact_updated', id: 'x' },
    { event: 'inbox_created' },
    { message_type: 'outgoing', conversation: { id: 3 }, content: 'x' },
  ])('%j is ignored', (body) => expect(readEvent(body).kind).toBe('ignored'));

  it('is not needed: keys nobody knows are passed over', () => {
    const body: unknown = JSON.parse(
      JSON.stringify(message()).replace('{', '{"__proto__":{"event":"x"},"constructor":1,'),
    );
    expect(readEvent(body)).toMatchObject({ kind: 'customer-message', message: { text: 'Hello' } });
  });
});

describe('10,000 bodies from a fuzzer', () => {
  const fields = Object.keys(message());
  const events = [
    'message_created',
    'message_updated',
    'conversation_status_changed',
    'conversation_updated',
    null,
  ];
  const damaged = fc
    .tuple(
      fc.constantFrom(...events),
      fc.dictionary(fc.constantFrom(...fields), fc.jsonValue(), { maxKeys: 3 }),
    )
    .map(([event, change]) => ({ ...message({ event }), ...change }));

  it('are read or refused, and nothing else', () => {
    const body = fc.oneof({ weight: 1, arbitrary: fc.jsonValue() }, { weight: 4, arbitrary: damaged });
    fc.assert(
      fc.property(body, (value) => {
        try {
          return typeof readEvent(value).kind === 'string';
        } catch (error) {
          return error instanceof BadBody && error.issues.length > 0;
        }
      }),
      { numRuns: 10_000 },
    );
  });
});
