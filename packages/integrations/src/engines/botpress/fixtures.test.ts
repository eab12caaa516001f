import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { BadBody, type Engine, UpstreamError } from '../../contract/index.ts';
import type { Http } from '../../http/index.ts';
import { callbackExpectations } from './callback-expectations.ts';
import { createChatApi } from './chat-api/index.ts';
import { toTranscript } from './chat-api/translate.ts';
import { zMessageAnswer, zMessagesPage } from './chat-api/wire.ts';
import { detectDialect } from './detect-dialect.ts';
import { expectations } from './fixture-expectations.ts';
import { createGeneric } from './generic/index.ts';
import { createMessagingApi } from './messaging-api/index.ts';
import { readAnswer } from './read-answer.ts';
import { createV12 } from './v12/index.ts';

interface Fixture {
  name: string;
  dialect: string;
  headers: Record<string, string>;
  body: unknown;
}

const folder = new URL('../../../../../contracts/fixtures/botpress/', import.meta.url);
const fixtures: Fixture[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')));

const http: Http = {
  request: () => Promise.reject(new Error('nothing is sent here')),
  close: () => Promise.resolve(),
};
const engines: Record<string, Engine> = {
  chat_api: createChatApi({ http }),
  messaging_api: createMessagingApi({ http }),
  generic: createGeneric({ http, nowMs: () => 0 }),
  v12: createV12({ http }),
};
const secrets = [
  'fixture-replaced-secret',
  'fixture-signing-secret',
  'fixture-webhook-token',
  'fixture-chat-secret',
];

const mine = fixtures.filter(({ dialect }) => dialect in engines);
const notifications = mine.filter(({ headers }) => headers[':status'] === undefined);

describe('every notification of the contract', () => {
  it.each(notifications)(
    '$name proves and says what the contract expects',
    ({ name, dialect, headers, body }) => {
      const engine = engines[dialect];
      const expected = expectations[name] ?? callbackExpectations[name];
      if (engine === undefined || expected === undefined) throw new Error(`no expectation for ${name}`);
      const [verdict, event] = expected;

      const request = {
        header: (header: string) => headers[header],
        body: Buffer.from(JSON.stringify(body)),
        receivedAtMs: Date.parse('2026-08-19T10:00:00Z'),
      };
      const pathKeyAlone = dialect === 'messaging_api';
      expect(engine.verify(request, { secrets, pathKeyAlone })).toEqual(verdict);
      if (Array.isArray(event)) expect(placesOf(() => engine.read(body))).toEqual(event);
      else expect(engine.read(body)).toEqual(event);
    },
  );

  it('is told apart by its shape', () => {
    const webhookFixtures = fixtures.filter(
      ({ headers, dialect }) => headers[':status'] === undefined && dialect !== 'runtime',
    );
    const detected = webhookFixtures.map(({ name, body }) => [name, detectDialect(body)]);
    expect(detected).toEqual(
      webhookFixtures.map(({ name, dialect, body }) => [name, typeof body === 'string' ? null : dialect]),
    );
  });
});

describe('any other body', () => {
  it('is read or is a BadBody, and never anything else', () => {
    const bodies = notifications.map(({ body }) => body);
    const spoiled = fc
      .tuple(fc.constantFrom(...bodies), fc.string(), fc.jsonValue())
      .map(([body, key, value]) => {
        const text = JSON.stringify(body);
        const keys = text.match(/"[A-Za-z_]+":/g) ?? [];
        const place = keys[key.length % Math.max(1, keys.length)] ?? '';
        return parseOrNull(text.replace(place, `${place}${JSON.stringify(value)},"moved":`));
      });
    fc.assert(
      fc.property(fc.oneof(spoiled, fc.jsonValue()), (body) => {
        detectDialect(body);
        for (const engine of Object.values(engines)) {
          try {
            engine.read(body);
          } catch (error) {
            if (!(error instanceof BadBody)) throw error;
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('every answer of the Chat API', () => {
  const answers = new Map(
    mine.flatMap((fixture) =>
      fixture.dialect === 'chat_api' && fixture.headers[':status'] ? [[fixture.name, fixture]] : [],
    ),
  );

  function answer<Schema extends z.ZodType>(name: string, schema: Schema): z.output<Schema> {
    const fixture = answers.get(name);
    if (fixture === undefined) throw new Error(`no fixture ${name}`);
    answers.delete(name);
    const { ':status': status, ...headers } = fixture.headers;
    const response = {
      status: Number(status),
      headers,
      text: JSON.stringify(fixture.body),
      json: fixture.body,
    };
    return readAnswer(response, { label: 'POST /messages', schema, serverError: 'unknown-outcome' });
  }

  it('tells when a message was taken', () => {
    const { message } = answer('chat_api-create-message-201', zMessageAnswer);
    expect(message.createdAt).toBe(Date.parse('2026-08-19T10:00:00.100Z'));
  });

  it('lists the bot’s messages oldest first and ours by their turn', () => {
    const { messages } = answer('chat_api-list-messages-newest-first', zMessagesPage);
    const { replies } = toTranscript(messages, 't42-c55');
    expect(replies.map(({ contents }) => contents)).toEqual([
      [{ type: 'text', text: 'First reply' }],
      [{ type: 'text', text: 'Second reply' }],
    ]);
  });

  it.each([
    ['chat_api-error-200-with-code', 'rejected', 403],
    ['chat_api-error-401-user-key', 'unauthorized', 401],
    ['chat_api-error-404-route', 'rejected', 404],
  ])('%s is %s', (name, kind, status) => {
    expect(() => answer(name, zMessageAnswer)).toThrow(expect.objectContaining({ kind, status }));
    expect(() => answer(name, zMessageAnswer)).not.toThrow(UpstreamError);
  });

  it('has been read', () => {
    expect([...answers.keys()]).toEqual([]);
  });
});

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function placesOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof BadBody) return error.issues.map(({ path }) => path);
    throw error;
  }
  throw new Error('the body was read');
}
