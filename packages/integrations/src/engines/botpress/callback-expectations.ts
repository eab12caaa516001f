import type { EngineEvent, EngineReply, Verdict } from '../../contract/index.ts';
import { ignored, reply, roadShoe, secretKey, texts, trailShoe } from './fixture-expectations.ts';

const pathKey = { ok: true, scheme: 'path-key' } as const;

/** A message of the bot over messaging_api; `n` as in the fixtures' ids. */
const called = (n: string, given: Partial<EngineReply>): [Verdict, EngineEvent] => [
  pathKey,
  {
    kind: 'reply',
    address: { by: 'engine-conversation', id: 't42-cw9876' },
    reply: reply({ id: `5f0c1d2e-0000-4000-8000-0000000000${n}`, ...given }),
  },
];

/** What each callback of messaging_api and v12 proves and says. */
export const callbackExpectations: Record<string, [Verdict, EngineEvent]> = {
  'messaging_api-text': called('01', texts('Hello from **the bot**.')),
  'messaging_api-markdown': called('02', texts('# Title\n- one\n- two')),
  'messaging_api-image': called('03', {
    contents: [{ type: 'image', url: 'https://cdn.example.test/a.png', title: 'A picture' }],
  }),
  'messaging_api-audio': called('04', {
    contents: [{ type: 'audio', url: 'https://cdn.example.test/a.mp3' }],
  }),
  'messaging_api-video': called('05', {
    contents: [{ type: 'video', url: 'https://cdn.example.test/a.mp4', title: 'Unboxing' }],
  }),
  'messaging_api-file': called('06', {
    contents: [{ type: 'file', url: 'https://cdn.example.test/terms.pdf', title: 'Terms' }],
  }),
  'messaging_api-location': called('07', {
    contents: [
      {
        type: 'location',
        latitude: 52.52,
        longitude: 13.405,
        title: 'Berlin store',
        address: 'Alexanderplatz 1',
      },
    ],
  }),
  'messaging_api-card': called('08', { contents: [{ type: 'cards', cards: [trailShoe] }] }),
  'messaging_api-carousel': called('09', { contents: [{ type: 'cards', cards: [trailShoe, roadShoe] }] }),
  'messaging_api-choice': called('10', {
    contents: [
      {
        type: 'choice',
        text: 'Which department?',
        options: [
          { title: 'Sales', value: 'sales' },
          { title: 'Support', value: 'support' },
        ],
      },
    ],
  }),
  'messaging_api-dropdown': called('11', {
    contents: [
      {
        type: 'choice',
        text: 'Pick a country',
        options: [
          { title: 'Germany', value: 'DE' },
          { title: 'France', value: 'FR' },
          { title: 'Spain', value: 'ES' },
        ],
      },
    ],
  }),
  'messaging_api-bloc': called('12', {
    contents: [
      { type: 'text', text: 'Here is the map.' },
      { type: 'image', url: 'https://cdn.example.test/map.png' },
    ],
  }),
  'messaging_api-unknown-type': [pathKey, ignored('nothing readable in customWidget')],
  'messaging_api-registration-probe': [pathKey, ignored('registration probe')],
  'v12-messaging-server-webhook': [
    secretKey,
    {
      kind: 'reply',
      address: { by: 'engine-conversation', id: '2d5c1f0e-0000-4000-8000-000000000002' },
      reply: reply({
        id: '3d5c1f0e-0000-4000-8000-000000000003',
        createdAtMs: Date.parse('2026-08-19T10:00:00.000Z'),
        ...texts('Hello from the messaging server'),
      }),
    },
  ],
};
