import { beforeEach, describe, expect, it } from 'vitest';
import { createSignedIntake, type SignedIntake } from '../../test/signed-intake.ts';

let intake: SignedIntake;
beforeEach(() => {
  intake = createSignedIntake();
});

const message = (more: Record<string, unknown> = {}) => ({
  event: 'message_created',
  id: 5,
  message_type: 'incoming',
  content: 'hello',
  account: { id: 7 },
  inbox: { id: 42 },
  conversation: { id: 9876, inbox_id: 42, status: 'pending' },
  ...more,
});
const said = (more: Record<string, unknown> = {}) => ({
  type: 'message_created',
  data: {
    id: 'r',
    conversationId: 't42-cw9876',
    createdAt: '2026-03-02T09:00:00.000Z',
    payload: { type: 'text', text: 'hi' },
    isBot: true,
    ...more,
  },
});
const nested = (depth: number, of = '1') => '['.repeat(depth) + of + ']'.repeat(depth);

describe('what is too much or of another kind', () => {
  it('a text of 100,000 characters is taken as it is', async () => {
    const content = 'ü'.repeat(100_000);
    expect(await intake.toChannel(JSON.stringify(message({ content })))).toMatchObject({
      status: 'accepted',
    });
    expect(JSON.parse(String(intake.rows[0]?.body)).content).toBe(content);
    const payload = { type: 'text', text: content };
    expect(await intake.toEngine(JSON.stringify(said({ payload })), 'chat_api')).toMatchObject({
      status: 'accepted',
    });
  });

  it('a lone surrogate, written as an escape, is taken', async () => {
    expect(await intake.toChannel(JSON.stringify(message({ content: 'half \ud83e here' })))).toMatchObject({
      status: 'accepted',
    });
    expect(
      await intake.toEngine(JSON.stringify(said({ payload: { text: '\udd8a' } })), 'chat_api'),
    ).toMatchObject({
      status: 'accepted',
    });
  });

  it('bytes that are no UTF-8 take nothing down', async () => {
    const body = Buffer.from(JSON.stringify(message({ content: '@@', pubsub_token: 'S3CRET' })));
    body.writeUInt16BE(0xc328, body.indexOf('@@'));
    expect(await intake.toChannel(body)).toMatchObject({ status: 'accepted' });
    expect(String(intake.rows[0]?.body)).not.toContain('S3CRET');
  });

  it.each([
    ['the message', '"id":5', '"id":9007199254740993'],
    ['the conversation', '"id":9876', '"id":18446744073709551616'],
    ['the account', '{"id":7}', '{"id":1e400}'],
    ['the inbox', '{"id":42}', '{"id":-42}'],
    ['the message, as text', '"id":5', '"id":"5"'],
    ['the conversation, as a fraction', '"id":9876', '"id":9876.5'],
  ])('an id of %s that is no safe integer is refused', async (_name, from, to) => {
    const body = JSON.stringify(message()).replace(from, to);
    expect(await intake.toChannel(body)).toMatchObject({
      status: 'malformed',
      issues: [{ path: expect.stringMatching(/id$/) }],
    });
    expect(intake.rows).toEqual([]);
  });

  it('keys such as __proto__ are ignored and reach no prototype', async () => {
    const evil = `"__proto__":{"event":"message_created","polluted":true},"constructor":{"prototype":{"polluted":true}},`;
    const body = JSON.stringify(message()).replace('{', `{${evil}`);
    expect(await intake.toChannel(body)).toMatchObject({ status: 'accepted' });
    expect(
      await intake.toEngine(JSON.stringify(said()).replace('"data":{', `"data":{${evil}`), 'chat_api'),
    ).toMatchObject({ status: 'accepted' });
    expect(
      await intake.toEngine(`{${evil}"sessionId":"9876","responses":[{${evil}"text":"hi"}]}`, 'generic'),
    ).toMatchObject({ status: 'accepted' });
    expect(await intake.toChannel(`{"__proto__":${JSON.stringify(message())}}`)).toMatchObject({
      status: 'malformed',
    });
    expect(Object.hasOwn(Object.prototype, 'polluted') || 'polluted' in {}).toBe(false);
  });

  it.each([
    [
      'in an answer',
      `{"event":"message_updated","id":5,"message_type":"outgoing","conversation":{"id":9},"content_attributes":{"submitted_values":[{"value":@}]}}`,
    ],
    [
      'in a form',
      `{"event":"message_updated","id":5,"message_type":"outgoing","conversation":{"id":9},"content_attributes":{"submitted_values":[{"name":"a","value":@}]}}`,
    ],
    [
      'in attributes',
      `{"event":"message_created","id":5,"message_type":"incoming","conversation":{"id":9,"meta":@},"content_attributes":@,"attachments":[@]}`,
    ],
    ['as the body', '@'],
  ])('nesting 100,000 deep %s of a Chatwoot body takes nothing down', async (_name, template) => {
    const body = template.replaceAll('@', nested(100_000));
    expect(['accepted', 'ignored', 'malformed']).toContain((await intake.toChannel(body)).status);
  });

  it.each([
    ['in a payload', 'chat_api', JSON.stringify(said({ payload: '@' })).replace('"@"', '@')],
    [
      'in an event',
      'chat_api',
      JSON.stringify({
        ...said({ id: null, payload: { type: 'handoff', reason: '@' } }),
        type: 'event_created',
      }).replace('"@"', '@'),
    ],
    [
      'in metadata',
      'chat_api',
      JSON.stringify(
        said({ metadata: { actions: [{ type: 'lead_capture', contact: { a: '@' } }] } }),
      ).replace('"@"', '@'),
    ],
    ['in a response', 'generic', '{"sessionId":"9876","responses":[@,{"type":"bloc","items":@}]}'],
    ['as the body', null, '@'],
  ])('nesting 100,000 deep %s of a Botpress body takes nothing down', async (_name, key, template) => {
    const outcome = await intake.toEngine(template.replaceAll('@', nested(100_000)), key);
    expect(['accepted', 'ignored', 'malformed']).toContain(outcome.status);
  });

  it.each(['', ' ', 'null', '"text"', '0', '[]', '{', '{"a":1}}', '\ufeff{}', 'undefined'])(
    'the body %j is refused',
    async (body) => {
      expect(await intake.toChannel(body)).toMatchObject({ status: 'malformed' });
      expect(await intake.toEngine(body, null)).toMatchObject({ status: 'malformed' });
      expect(intake.rows).toEqual([]);
    },
  );
});

const places = [
  'id',
  'event',
  'message_type',
  'content',
  'account',
  'inbox',
  'conversation',
  'private',
  'sender',
  'attachments',
  'content_attributes',
];
const wrong = [null, true, 0, -1, 1.5, 'text', [], {}, [[]], { id: {} }, { id: null }];

it.each(places)('the wrong type at %s gets an outcome, whatever it is', async (place) => {
  for (const value of wrong) {
    for (const event of ['message_created', 'message_updated', 'conversation_status_changed', undefined]) {
      const outcome = await intake.toChannel(JSON.stringify({ ...message({ event }), [place]: value }));
      expect(['accepted', 'duplicate', 'ignored', 'malformed']).toContain(outcome.status);
    }
  }
  intake.expectStorable();
});

it.each(['id', 'conversationId', 'createdAt', 'payload', 'isBot', 'metadata'])(
  'the wrong type at data.%s gets an outcome, whatever it is',
  async (place) => {
    for (const value of wrong) {
      for (const type of ['message_created', 'event_created']) {
        const outcome = await intake.toEngine(
          JSON.stringify({ ...said({ [place]: value }), type }),
          'chat_api',
        );
        expect(['accepted', 'duplicate', 'ignored']).toContain(outcome.status);
      }
    }
  },
);
