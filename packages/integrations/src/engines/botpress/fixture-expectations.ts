import type { EngineEvent, EngineReply, Verdict } from '../../contract/index.ts';

const signed = { ok: true, scheme: 'plain-signature' } as const;
const token = { ok: true, scheme: 'token' } as const;
export const secretKey = { ok: true, scheme: 'secret-key' } as const;
const mismatch = { ok: false, reason: 'mismatch' } as const;
const missing = { ok: false, reason: 'missing' } as const;

export function reply(given: Partial<EngineReply>): EngineReply {
  return { id: null, createdAtMs: null, contents: [], handoff: null, fallback: false, actions: [], ...given };
}

export function texts(...words: string[]): Pick<EngineReply, 'contents'> {
  return { contents: words.map((text) => ({ type: 'text', text })) };
}

const generic = (given: Partial<EngineReply>): EngineEvent => ({
  kind: 'reply',
  address: { by: 'session', id: '9876' },
  reply: reply(given),
});

/** A message of the bot; `n` as in the fixtures' ids and, below sixteen, in their seconds. */
const said = (n: string, given: Partial<EngineReply>, conversationId = 't42-cw9876'): EngineEvent => ({
  kind: 'reply',
  address: { by: 'engine-conversation', id: conversationId },
  reply: reply({
    id: `7a1b2c3d-0000-4000-8000-0000000000${n}`,
    createdAtMs: Date.parse(`2026-08-19T10:00:${n}.250Z`),
    ...given,
  }),
});

export const ignored = (reason: string): EngineEvent => ({ kind: 'ignored', reason });

export const trailShoe = {
  title: 'Trail shoe',
  subtitle: 'EUR 89',
  imageUrl: 'https://cdn.example.test/shoe.png',
  actions: [
    { type: 'link' as const, title: 'View', url: 'https://shop.example.test/p/1' },
    { type: 'reply' as const, title: 'Buy', value: 'buy:1' },
    { type: 'reply' as const, title: 'More like this', value: 'Show similar shoes' },
  ],
};
export const roadShoe = {
  title: 'Road shoe',
  actions: [{ type: 'reply' as const, title: 'Buy', value: 'buy:2' }],
};
const parcel = said('01', texts('Your parcel left our warehouse.'));

/** What each notification proves and says: a list stands for the places a `BadBody` names. */
export const expectations: Record<string, [Verdict, EngineEvent | string[]]> = {
  'generic-text-signed': [signed, generic(texts('Hello Ana, how can I help you today?'))],
  'generic-text-token': [token, generic(texts('Our shop opens at 09:00.'))],
  'generic-two-texts-ordered': [signed, generic(texts('First part.', 'Second part.'))],
  'generic-rich-mixed': [
    signed,
    generic({
      contents: [
        { type: 'text', text: 'Pick a plan:' },
        {
          type: 'choice',
          text: 'Which plan?',
          options: [
            { title: 'Basic', value: 'plan_basic' },
            { title: 'Pro', value: 'plan_pro' },
          ],
        },
        { type: 'image', url: 'https://cdn.example.test/plans.png', title: 'Plans' },
      ],
    }),
  ],
  'generic-handoff-flag': [
    signed,
    generic({
      ...texts('Let me get a colleague for you.'),
      handoff: { reason: 'customer_request', priority: 'high' },
    }),
  ],
  'generic-empty-responses': [signed, generic({})],
  'generic-malformed-responses-object': [signed, ['responses']],
  'generic-missing-session': [signed, ['sessionId']],
  'generic-bad-signature': [mismatch, generic(texts('forged'))],
  'generic-no-auth-header': [missing, generic(texts('anonymous'))],
  'generic-numeric-session-and-blank-text': [signed, generic(texts('Still here?'))],
  'chat_api-text': [secretKey, parcel],
  'chat_api-echo-of-user': [secretKey, ignored('not from the bot')],
  'chat_api-markdown': [secretKey, said('02', texts('**Opening hours**\n- Mon-Fri 9-18'))],
  'chat_api-image': [
    secretKey,
    said('03', { contents: [{ type: 'image', url: 'https://cdn.example.test/a.png', title: 'A picture' }] }),
  ],
  'chat_api-audio': [
    secretKey,
    said('04', { contents: [{ type: 'audio', url: 'https://cdn.example.test/a.mp3' }] }),
  ],
  'chat_api-video': [
    secretKey,
    said('05', { contents: [{ type: 'video', url: 'https://cdn.example.test/a.mp4' }] }),
  ],
  'chat_api-file': [
    secretKey,
    said('06', { contents: [{ type: 'file', url: 'https://cdn.example.test/terms.pdf', title: 'Terms' }] }),
  ],
  'chat_api-location': [
    secretKey,
    said('07', {
      contents: [{ type: 'location', latitude: 48.8584, longitude: 2.2945, title: 'Paris store' }],
    }),
  ],
  'chat_api-card': [secretKey, said('08', { contents: [{ type: 'cards', cards: [trailShoe] }] })],
  'chat_api-carousel-items-without-type': [
    secretKey,
    said('09', { contents: [{ type: 'cards', cards: [trailShoe, roadShoe] }] }),
  ],
  'chat_api-choice': [
    secretKey,
    said('10', {
      contents: [
        {
          type: 'choice',
          text: 'Anything else?',
          options: [
            { title: 'Yes', value: 'yes' },
            { title: 'No', value: 'no' },
          ],
        },
      ],
    }),
  ],
  'chat_api-dropdown': [
    secretKey,
    said('11', {
      contents: [
        {
          type: 'choice',
          text: 'Choose a day',
          options: [
            { title: 'Monday', value: 'mon' },
            { title: 'Tuesday', value: 'tue' },
          ],
        },
      ],
    }),
  ],
  'chat_api-bloc-flat-items': [
    secretKey,
    said('12', {
      contents: [
        { type: 'text', text: 'Invoice attached.' },
        { type: 'file', url: 'https://cdn.example.test/inv.pdf', title: 'Invoice' },
      ],
    }),
  ],
  'chat_api-handoff-custom-event': [
    secretKey,
    said('', {
      id: 'event-1b9589bccbf6fdcd16f8bf3b7ebc5325765518c0',
      createdAtMs: Date.parse('2026-08-19T10:01:00.000Z'),
      handoff: { reason: 'customer_request', summary: 'Wants a refund for order 1001' },
    }),
  ],
  'chat_api-handoff-in-metadata': [
    secretKey,
    said('13', { ...texts('I am connecting you with a colleague.'), handoff: { reason: 'low_confidence' } }),
  ],
  'chat_api-hitl-plugin-default-text': [
    secretKey,
    said('14', texts('I passed your question to a human colleague, somebody will answer soon.')),
  ],
  'chat_api-stream-delta': [secretKey, ignored('message_stream_delta')],
  'chat_api-stream-complete': [secretKey, ignored('message_stream_complete')],
  'chat_api-message-created-after-stream': [secretKey, said('15', texts('Streamed final answer.'))],
  'chat_api-duplicate-delivery': [secretKey, parcel],
  'chat_api-message-deleted': [secretKey, ignored('message_deleted')],
  'chat_api-participant-added': [secretKey, ignored('participant_added')],
  'chat_api-unknown-conversation': [
    secretKey,
    said('16', texts('For somebody else'), 'conv_01JFIXTUREUNKNOWN00000000Z'),
  ],
  'chat_api-wrong-secret': [mismatch, said('17', texts('forged'))],
  'chat_api-malformed-no-payload': [secretKey, ignored('malformed message_created: createdAt')],
  'chat_api-sse-keepalive': [missing, ignored('not a signal')],
};
