import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { mintTurn } from '../../../conformance/engine-rig.ts';
import { createHttp } from '../../../http/index.ts';
import { scripts } from '../fake/bot-script.ts';
import { translatePayload } from '../payload.ts';
import type { FakeV12BotOptions } from './fake/bots.ts';
import { createFakeV12 } from './fake/index.ts';
import { createV12 } from './index.ts';
import { shorten } from './shorten.ts';
import { toPayload } from './to-payload.ts';
import { readCallback, toAnswer } from './translate.ts';

const free = () => {};
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function open(bot: Partial<FakeV12BotOptions> = {}, more: Record<string, unknown> = {}) {
  const fake = createFakeV12({ bots: [{ botId: 'acme', ...bot }] });
  const http = createHttp({ allowPrivate: true });
  closers.push(fake.close, http.close);
  const { url: endpointUrl } = await fake.listen();
  const settings = { endpointUrl, botId: 'acme', ...more };
  const engine = createV12({ http });
  return { fake, engine, settings, client: engine.connect(settings) };
}

const textsOf = ({ replies }: { replies: { contents: unknown[] }[] | null }) =>
  replies?.flatMap(({ contents }) => contents);

describe('a turn over the Converse API', () => {
  it('is the only one of its conversation under way, whoever sends it', async () => {
    const { fake, engine, settings, client } = await open({
      script: scripts.delayed(30, scripts.quote('re: ')),
    });
    const turn = mintTurn();
    const say = (text: string) => mintTurn({ conversation: turn.conversation, text });
    const other = engine.connect(settings);
    const sent = [
      client.send(say('one'), free),
      other.send(say('two'), free),
      client.send(say('three'), free),
    ];
    const answers = await Promise.all(sent);
    expect(answers.map(textsOf)).toEqual(
      ['one', 'two', 'three'].map((text) => [{ type: 'text', text: `re: ${text}` }]),
    );
    expect(fake.underWayMax('acme')).toBe(1);
  });

  it('does not wait for one of another conversation of the same contact', async () => {
    const { fake, client } = await open({ script: scripts.delayed(50, scripts.quote('re: ')) });
    const [a, b] = [mintTurn({ text: 'a' }), mintTurn({ text: 'b' })];
    b.conversation.userId = a.conversation.userId;
    const answers = await Promise.all([client.send(a, free), client.send(b, free)]);
    expect(answers.map(textsOf)).toEqual(['a', 'b'].map((text) => [{ type: 'text', text: `re: ${text}` }]));
    expect(fake.underWayMax('acme')).toBe(1);
  });

  it('that the server gave up on has an unknown outcome, and is not answered twice', async () => {
    const { fake, client } = await open({ timeoutMs: 20, script: scripts.crash() });
    const turn = mintTurn();
    const failure = { kind: 'unknown-outcome', status: 400 };
    await expect(client.send(turn, free)).rejects.toMatchObject(failure);
    expect(fake.transcript(turn.conversation.conversationId)).toHaveLength(1);
  });

  it('goes over the public route without a token, and says when that is off', async () => {
    const { client } = await open();
    expect(textsOf(await client.send(mintTurn({ text: 'hi' }), free))).toEqual([
      { type: 'text', text: 'You said: hi' },
    ]);
    const { client: refused } = await open({ enableUnsecuredEndpoint: false });
    await expect(refused.send(mintTurn(), free)).rejects.toMatchObject({ kind: 'unauthorized', status: 403 });
  });

  it('of a bot that is not there is rejected', async () => {
    const { client } = await open({}, { botId: 'other' });
    await expect(client.send(mintTurn(), free)).rejects.toMatchObject({ kind: 'rejected', status: 404 });
  });

  it('that is too long begins in the text and is whole in the metadata', async () => {
    const { fake, client } = await open();
    const turn = mintTurn({ text: `${'word '.repeat(100)}end` });
    await client.send(turn, free);
    const [heard] = fake.transcript(turn.conversation.conversationId);
    expect(heard?.payload.text).toBe(`${'word '.repeat(71)}word…`);
    expect(heard?.payload.metadata).toMatchObject({ tandemTurn: turn.turnId, text: turn.message.text });
  });

  it('is as long as the server was set to take', async () => {
    const { fake, client } = await open({ maxMessageLength: 1_000 }, { messageLengthMax: 1_000 });
    const turn = mintTurn({ text: 'x'.repeat(1_000) });
    await client.send(turn, free);
    const [heard] = fake.transcript(turn.conversation.conversationId);
    expect(heard?.payload.text).toBe(turn.message.text);
    expect(heard?.payload.metadata).not.toHaveProperty('text');
  });
});

describe('a long text', () => {
  it.each([
    ['short', 360, 'short'],
    ['one two three', 9, 'one two…'],
    ['abcdefghij', 5, 'abcd…'],
    ['abc😀def', 5, 'abc…'],
  ])('%s within %i is %s', (text, lengthMax, shortened) => expect(shorten(text, lengthMax)).toBe(shortened));
});

describe('a response', () => {
  const base = 'https://bot.test/prefix';
  const read = (response: unknown) => translatePayload(toPayload(response, base)).contents;

  it.each([
    ['video', 'video'],
    ['audio', 'audio'],
    ['file', 'file'],
    ['image', 'image'],
  ])('%s with a path alone is below the server', (type, field) =>
    expect(read({ type, [field]: '/api/v1/media/a' })).toEqual([{ type, url: `${base}/api/v1/media/a` }]),
  );

  it.each([
    ['unknown, with words', { type: 'custom', text: 'Hi' }, [{ type: 'text', text: 'Hi' }]],
    ['typing', { type: 'typing', value: true }, []],
    ['no object', 'Hi', [{ type: 'text', text: 'Hi' }]],
    ['empty', {}, []],
    [
      'a protocol-relative URL',
      { type: 'image', image: '//cdn.test/a' },
      [{ type: 'image', url: '//cdn.test/a' }],
    ],
    [
      'a place that is none',
      { type: 'location', latitude: 'x', longitude: '1', title: 'T' },
      [{ type: 'text', text: 'T' }],
    ],
    [
      'a single choice as dropdown',
      { type: 'single-choice', text: 'T', isDropdown: true, choices: [{ title: 'A', value: 'a' }, null] },
      [{ type: 'choice', text: 'T', options: [{ title: 'A', value: 'a' }] }],
    ],
    ['a carousel of nothing', { type: 'carousel', items: null }, []],
  ])('is read: %s', (_what, response, contents) => expect(read(response)).toEqual(contents));
});

describe('whatever a server answers', () => {
  it('is read, and is a fallback when it says nothing', () => {
    const types = [
      'text',
      'typing',
      'single-choice',
      'dropdown',
      'image',
      'card',
      'carousel',
      'location',
      '__proto__',
    ];
    const response = fc.record({
      type: fc.constantFrom(...types),
      text: fc.jsonValue(),
      choices: fc.jsonValue(),
      items: fc.jsonValue(),
      actions: fc.jsonValue(),
      metadata: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(response, fc.jsonValue())), (responses) => {
        const { contents, handoff, actions, fallback } = toAnswer(responses, 'https://bot.test');
        const isEmpty = contents.length === 0 && handoff === null && actions.length === 0;
        return !isEmpty || fallback;
      }),
      { seed: 5 },
    );
  });
});

describe('a callback of the messaging server', () => {
  const message = { id: 'm', sentOn: '2026-08-19T10:00:00.000Z', payload: { type: 'text', text: 'Hi' } };
  it.each([
    [
      'of the customer',
      { type: 'message.new', data: { conversationId: 'c', message: { ...message, authorId: 'u' } } },
      'not from the bot',
    ],
    ['of another kind', { type: 'user.new', data: {} }, 'user.new'],
    [
      'without a time',
      { type: 'message.new', data: { conversationId: 'c', message: { ...message, sentOn: 'x' } } },
      'malformed message.new: message.sentOn',
    ],
    [
      'without words',
      { type: 'message.new', data: { conversationId: 'c', message: { ...message, payload: {} } } },
      'no type',
    ],
    ['that is none', { hello: 1 }, 'not a callback'],
  ])('is ignored with its reason: %s', (_what, body, reason) =>
    expect(readCallback(body)).toEqual({ kind: 'ignored', reason }),
  );
});
