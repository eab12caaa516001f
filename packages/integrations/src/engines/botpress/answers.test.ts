import { readdirSync, readFileSync } from 'node:fs';
import type { Content } from '@tandem/schemas';
import { afterAll, describe, expect, it } from 'vitest';
import { mintTurn } from '../../conformance/engine-rig.ts';
import type { Engine, Taken } from '../../contract/index.ts';
import type { Http } from '../../http/index.ts';
import { trailShoe } from './fixture-expectations.ts';
import { createMessagingApi } from './messaging-api/index.ts';
import { createV12 } from './v12/index.ts';

interface Fixture {
  name: string;
  dialect: string;
  headers: Record<string, string>;
  body: unknown;
}

const folder = new URL('../../../../../contracts/fixtures/botpress/', import.meta.url);
const answers = new Map(
  readdirSync(folder)
    .map((file): Fixture => JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
    .filter(
      ({ dialect, headers }) => (dialect === 'messaging_api' || dialect === 'v12') && headers[':status'],
    )
    .map((fixture) => [fixture.name, fixture]),
);
const left = new Set(answers.keys());

const make: Record<string, (http: Http) => Engine> = {
  messaging_api: (http) => createMessagingApi({ http }),
  v12: (http) => createV12({ http }),
};
const settings = { webhookId: 'w', token: 't', endpointUrl: 'https://upstream.example.test', botId: 'acme' };

/** Sends a turn that is answered with a fixture. */
async function sendAnsweredWith(name: string): Promise<Taken> {
  const fixture = answers.get(name);
  const engine = fixture && make[fixture.dialect];
  if (!fixture || !engine) throw new Error(`no fixture ${name}`);
  left.delete(name);
  const { ':status': status, ...headers } = fixture.headers;
  const text = typeof fixture.body === 'string' ? fixture.body : JSON.stringify(fixture.body);
  const json = typeof fixture.body === 'string' ? undefined : fixture.body;
  const http: Http = {
    request: async () => ({ status: Number(status), headers, text, json }),
    close: () => Promise.resolve(),
  };
  return await engine(http)
    .connect(settings)
    .send(mintTurn(), () => {});
}

describe('an answer to our own request', () => {
  it('of messaging_api only says that our message is there', async () => {
    expect(await sendAnsweredWith('messaging_api-send-response-200')).toEqual({
      takenAtMs: Date.parse('2026-08-19T10:00:00.000Z'),
      replies: null,
    });
  });

  it.each<[string, Content[]]>([
    ['v12-typing-and-text', [{ type: 'text', text: 'Hi there, welcome to **Acme**!' }]],
    [
      'v12-single-choice',
      [
        {
          type: 'choice',
          text: 'What do you need?',
          options: [
            { title: 'Order status', value: 'order_status' },
            { title: 'Returns', value: 'returns' },
          ],
        },
      ],
    ],
    [
      'v12-dropdown',
      [
        {
          type: 'choice',
          text: 'Pick a size',
          options: [
            { title: 'S', value: 's' },
            { title: 'M', value: 'm' },
          ],
        },
      ],
    ],
    [
      'v12-image-card-carousel',
      [
        { type: 'image', url: 'https://cdn.example.test/a.png', title: 'A' },
        {
          type: 'cards',
          cards: [
            {
              ...trailShoe,
              actions: [
                ...trailShoe.actions.slice(0, 2),
                { type: 'reply', title: 'Ask', value: 'Tell me more' },
              ],
            },
          ],
        },
        {
          type: 'cards',
          cards: [
            {
              title: 'Road shoe',
              imageUrl: 'https://upstream.example.test/api/v1/bots/acme/media/road.png',
              actions: [],
            },
          ],
        },
      ],
    ],
    [
      'v12-file-location',
      [
        { type: 'file', url: 'https://cdn.example.test/t.pdf', title: 'Terms' },
        { type: 'location', latitude: 48.1, longitude: 11.5, title: 'Munich' },
      ],
    ],
  ])('of v12 is what the bot said: %s', async (name, contents) => {
    const { replies } = await sendAnsweredWith(name);
    expect(replies).toEqual([
      { id: null, createdAtMs: null, contents, handoff: null, fallback: false, actions: [] },
    ]);
  });

  it('of v12 without a word counts as a fallback', async () => {
    const { replies } = await sendAnsweredWith('v12-empty-responses');
    expect(replies).toEqual([expect.objectContaining({ contents: [], fallback: true })]);
  });

  it.each([
    ['v12-error-timeout', 'unknown-outcome', 400],
    ['v12-error-invalid-payload', 'rejected', 400],
    ['v12-error-unsecured-disabled', 'unauthorized', 403],
  ])('%s is %s', async (name, kind, status) =>
    expect(sendAnsweredWith(name)).rejects.toMatchObject({ kind, status }),
  );
});

afterAll(() => expect([...left]).toEqual([]));
