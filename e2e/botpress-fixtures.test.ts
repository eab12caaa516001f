import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { resolve } from 'node:path';
import { newId } from '@tandem/runtime';
import type { ConnectionId, SessionId } from '@tandem/schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bridge, openBridge } from './open-bridge.ts';
import type { Answered } from './open-platform.ts';
import { eventually, openScene, type Scene } from './open-scene.ts';
import { signBotpress } from './sign-botpress.ts';

/** One file of contracts/fixtures/botpress (contracts/botpress.md §8) that is a webhook. */
interface Fixture {
  name: string;
  dialect: string;
  headers: Record<string, string>;
  body: unknown;
}

const folder = resolve(import.meta.dirname, '../contracts/fixtures/botpress');
const fixtures = readdirSync(folder)
  .sort()
  .map((file): Fixture => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')))
  .filter(({ name }) => /^(generic|chat_api)-/.test(name));

/** Their conversation, under Chatwoot's id and under the engine's. */
const conversationId = 9876;
const engineConversationId = 't42-cw9876';
const secret = 'fixture-signing-secret';
const secrets = [secret, 'fixture-webhook-token', 'fixture-chat-secret'];

let bridge: Bridge;
/** Stands for the host of all files the fixtures name. */
let files: Server;
let filesUrl: string;
beforeAll(async () => {
  bridge = await openBridge();
  files = createServer((_request, response) => response.setHeader('content-type', 'image/png').end('bytes'));
  await new Promise<void>((listening) => files.listen(0, '127.0.0.1', listening));
  const address = files.address();
  filesUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}, 60_000);
afterAll(async () => {
  await bridge?.close();
  files?.close();
});

/** The fixtures' tenant, with the one conversation they talk in. */
async function sceneOf({ dialect }: Fixture): Promise<Scene> {
  const scene = await openScene(bridge, {
    inboxId: 42,
    conversationId,
    secret: 's',
    engine: { dialect, secrets },
  });
  const [id, at] = [newId<SessionId>(), new Date()];
  await scene.scope.sessions.create({
    id,
    connectionId: scene.chatwoot?.connection.id as ConnectionId,
    conversationId,
    inboxId: 42,
    contactId: scene.contactId,
    contactName: null,
    engineUserId: `u-${id}`,
    engineConversationId,
    state: {
      owner: 'bot',
      ownerReason: 'a test',
      ownerActor: 'tandem',
      ownerSince: at,
      ownerCause: 'shown',
      ownerAsOf: at,
      agentReplied: false,
      unattendedAt: null,
      resumeAt: null,
      tellBotAt: null,
    },
    at,
  });
  return scene;
}

function post(scene: Scene, { headers, body, dialect }: Fixture): Promise<Answered> {
  const text = JSON.stringify(body).replaceAll('https://cdn.example.test', filesUrl);
  const isForged = headers['x-bp-signature']?.includes('0000') === true;
  const isSigned = dialect === 'generic' && headers['x-bp-signature'] !== undefined && !isForged;
  const proof = isSigned ? { 'x-bp-signature': signBotpress(secret, text) } : {};
  return bridge.platform.post({ url: scene.engineWebhookUrl, headers: { ...headers, ...proof }, body: text });
}

const fixtureOf = (name: string): Fixture => {
  const fixture = fixtures.find((one) => one.name === name);
  if (!fixture) throw new Error(`no fixture ${name}`);
  return fixture;
};

/** What the customer sees, one entry for each message: words in it, or of what was attached. */
const shown: Record<string, string[]> = {
  'generic-text-signed': ['Hello Ana, how can I help you today?'],
  'generic-text-token': ['Our shop opens at 09:00.'],
  'generic-two-texts-ordered': ['First part.', 'Second part.'],
  'generic-rich-mixed': ['Pick a plan:', 'Which plan?', 'Plans'],
  'generic-handoff-flag': ['Let me get a colleague for you.'],
  'generic-numeric-session-and-blank-text': ['Still here?'],
  'chat_api-text': ['Your parcel left our warehouse.'],
  'chat_api-markdown': ['Opening hours'],
  'chat_api-image': ['A picture'],
  'chat_api-audio': [''],
  'chat_api-video': [''],
  'chat_api-file': ['Terms'],
  'chat_api-location': ['Paris store'],
  'chat_api-card': ['Trail shoe'],
  'chat_api-carousel-items-without-type': ['Road shoe'],
  'chat_api-choice': ['Anything else?'],
  'chat_api-dropdown': ['Choose a day'],
  'chat_api-bloc-flat-items': ['Invoice attached.', 'Invoice'],
  'chat_api-handoff-in-metadata': ['I am connecting you with a colleague.'],
  'chat_api-hitl-plugin-default-text': ['I passed your question to a human colleague'],
  'chat_api-message-created-after-stream': ['Streamed final answer.'],
  'chat_api-duplicate-delivery': ['Your parcel left our warehouse.'],
};

/** The words that are found, each in a message after the one before. */
function inOrder(messages: readonly string[], words: readonly string[]): string[] {
  let from = 0;
  return words.filter((word) => {
    const at = messages.findIndex((text, index) => index >= from && text.includes(word));
    if (at >= 0) from = at + 1;
    return at >= 0;
  });
}

describe('what the bot says', () => {
  it.each(Object.entries(shown))('in %s is shown to the customer, in its order', async (name, wanted) => {
    const fixture = fixtureOf(name);
    const scene = await sceneOf(fixture);
    expect(await post(scene, fixture)).toMatchObject({ status: 200, body: { status: 'accepted' } });
    const seen = () => scene.shown(conversationId).map((one) => JSON.stringify(one));
    await eventually(() => inOrder(seen(), wanted)).toEqual(wanted);
  });
});

/** Every signal of a wish for a human that a dialect knows (contracts/botpress.md §4), and its reason. */
const signals: [name: string, fixture: Fixture, reason: string | null][] = [
  ['a custom event', fixtureOf('chat_api-handoff-custom-event'), 'customer_request'],
  ['the metadata of a message', fixtureOf('chat_api-handoff-in-metadata'), 'low_confidence'],
  ['the generic field', fixtureOf('generic-handoff-flag'), 'customer_request'],
  ['an action in the metadata', withActions(fixtureOf('chat_api-text')), null],
  ['an action of the generic dialect', withActions(fixtureOf('generic-text-signed')), null],
];

function withActions(fixture: Fixture): Fixture {
  const actions = [{ type: 'handoff' }];
  const body = Object(fixture.body);
  return fixture.dialect === 'generic'
    ? { ...fixture, body: { ...body, actions } }
    : { ...fixture, body: { ...body, data: { ...body.data, metadata: { actions } } } };
}

it.each(signals)('a wish for a human by %s opens the conversation', async (_name, fixture, reason) => {
  const scene = await sceneOf(fixture);
  await post(scene, fixture);
  const ref = { accountId: scene.accountId, conversationId };
  await eventually(() => scene.desk.conversation(ref).status).toBe('open');
  const [session] = await scene.scope.sessions.findByConversation(conversationId);
  expect(session).toMatchObject({
    owner: 'human',
    ownerActor: 'bot',
    ownerReason: `the bot asked for a human${reason === null ? '' : `: ${reason}`}`,
  });
});

it('words alone never hand over', async () => {
  const fixture = fixtureOf('chat_api-hitl-plugin-default-text');
  const scene = await sceneOf(fixture);
  await post(scene, fixture);
  await eventually(() => scene.shown(conversationId)).toHaveLength(1);
  expect(await scene.scope.sessions.findByConversation(conversationId)).toMatchObject([{ owner: 'bot' }]);
});

it('the same message twice, and the twin of a streamed one, are shown once', async () => {
  const fixture = fixtureOf('chat_api-message-created-after-stream');
  const scene = await sceneOf(fixture);
  await post(scene, fixtureOf('chat_api-stream-complete'));
  const first = await post(scene, fixture);
  expect((await post(scene, fixture)).body).toEqual({ ...first.body, status: 'duplicate' });
  expect(await scene.endOf(first)).toBe('recorded');
  await eventually(() => scene.shown(conversationId)).toHaveLength(1);
});

const refused: [name: string, status: number, word: string | undefined][] = [
  ['generic-malformed-responses-object', 400, undefined],
  ['generic-missing-session', 400, undefined],
  ['generic-bad-signature', 401, undefined],
  ['generic-no-auth-header', 401, undefined],
  ['chat_api-echo-of-user', 200, 'ignored'],
  ['chat_api-stream-delta', 200, 'ignored'],
  ['chat_api-stream-complete', 200, 'ignored'],
  ['chat_api-message-deleted', 200, 'ignored'],
  ['chat_api-participant-added', 200, 'ignored'],
  ['chat_api-unknown-conversation', 200, 'ignored'],
  ['chat_api-wrong-secret', 401, undefined],
  ['chat_api-malformed-no-payload', 200, 'ignored'],
];

it.each(refused)('%s is answered %i and has no effect', async (name, status, word) => {
  const fixture = fixtureOf(name);
  const scene = await sceneOf(fixture);
  const answer = await post(scene, fixture);
  expect([answer.status, answer.body.status]).toEqual([status, word]);
  expect(answer.body.id).toBeUndefined();
  expect(scene.shown(conversationId)).toEqual([]);
});

it('an empty answer is stored and shows nothing', async () => {
  const fixture = fixtureOf('generic-empty-responses');
  const scene = await sceneOf(fixture);
  const answer = await post(scene, fixture);
  expect(answer.body.status).toBe('accepted');
  expect(await scene.endOf(answer)).toBe('recorded');
  expect(scene.shown(conversationId)).toEqual([]);
});

/** Answers of the API and the keep-alive of its stream: no webhooks. */
const noWebhooks = /^chat_api-(sse-keepalive|create-message-201|list-messages-newest-first|error-)/;

it('every webhook of the two dialects is told here', () => {
  const told = [...Object.keys(shown), ...refused.map(([name]) => name)];
  told.push('generic-empty-responses', 'chat_api-handoff-custom-event');
  const webhooks = fixtures.map(({ name }) => name).filter((name) => !noWebhooks.test(name));
  expect(told.sort()).toEqual(webhooks.sort());
});
