import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatwootFixture, chatwootFixture, chatwootFixtures, placeOf } from './chatwoot-fixture.ts';
import { type Bridge, openBridge } from './open-bridge.ts';
import { eventually, openScene, type Scene } from './open-scene.ts';

let bridge: Bridge;
beforeAll(async () => {
  bridge = await openBridge();
}, 60_000);
afterAll(async () => await bridge?.close());

/** A Chatwoot in which the fixture may have come to pass, and its tenant. */
const sceneOf = (
  fixture: ChatwootFixture,
  more: Pick<Parameters<typeof openScene>[1], 'config' | 'says'> = {},
): Promise<Scene> => openScene(bridge, { ...placeOf(fixture), secret: fixture.secret, ...more });

/** Another fixture as if it came from where this one comes from: same conversation, same proof. */
function from(fixture: ChatwootFixture, other: ChatwootFixture): ChatwootFixture {
  const { secret: _secret, raw_body: _bytes, body, ...rest } = other;
  const { inboxId, conversationId } = placeOf(fixture);
  const place = { id: conversationId, inbox_id: inboxId };
  const moved = 'conversation' in body ? { conversation: { ...Object(body.conversation), ...place } } : place;
  const secret = fixture.secret === undefined ? {} : { secret: fixture.secret };
  return {
    ...rest,
    ...secret,
    body: { ...body, ...moved, ...('inbox' in body && { inbox: { id: inboxId } }) },
  };
}

/** What the customer writes next there. */
function nextMessage(fixture: ChatwootFixture): ChatwootFixture {
  const first = chatwootFixture('message-created-incoming-web-widget');
  return from(fixture, { ...first, body: { ...first.body, id: 559_999, content: 'and now?' } });
}

/** What reaches the bot of each message: readable words, and what was attached. */
const words: Record<string, string> = {
  'message-created-incoming-web-widget': 'I need a demo tomorrow',
  'message-created-incoming-email-quoted': 'Still waiting on order 3391.',
  'message-created-incoming-whatsapp-attachment-only': 'voice.oga',
  'message-updated-input-select-submitted': 'slot_am',
  'message-updated-form-submitted': 'Company: Lindqvist AB\nSeats: 11-50',
  'message-updated-input-email-submitted': 'rosa@lindqvist.example',
  'legacy-4-10-message-created-unsigned': 'I need a demo tomorrow',
  'minimal-example-not-chatwoot-shape': 'I need a demo tomorrow',
};

const of = (...expected: ChatwootFixture['expect'][]) =>
  chatwootFixtures.filter((fixture) => expected.includes(fixture.expect));

describe.each(of('forward', 'forward_choice'))('$name', (fixture) => {
  it('is answered by the bot, visibly, and its story says so', async () => {
    const scene = await sceneOf(fixture);
    const answer = await scene.take(fixture);
    expect(answer).toMatchObject({ status: 200, body: { status: 'accepted' } });
    await eventually(() => scene.botTexts(scene.conversationId)).toHaveLength(1);
    expect(await scene.endOf(answer)).toBe('answered');
    expect(scene.heard).toHaveLength(1);
    const [heard] = scene.heard;
    const said = `${heard?.text}\n${JSON.stringify(heard?.payload)}`;
    expect(said).toContain(words[fixture.name] ?? '');
    if (fixture.expect === 'forward_choice')
      expect(heard?.metadata.choice).toMatchObject({ value: expect.any(String) });
    // The same again changes nothing, whoever delivers it.
    if ('id' in fixture.body) {
      expect((await scene.take(fixture)).body).toEqual({ ...answer.body, status: 'duplicate' });
      expect(scene.heard).toHaveLength(1);
    }
  });
});

it('a place reaches the bot as a place', async () => {
  const fixture = chatwootFixture('message-created-incoming-whatsapp-location');
  const scene = await sceneOf(fixture);
  await scene.take(fixture);
  await eventually(() => scene.heard).toHaveLength(1);
  expect(scene.heard[0]?.payload).toMatchObject({ type: 'location', latitude: 57.7089, longitude: 11.9746 });
});

it('the title of an option, as WhatsApp sends it, reaches the bot as the option', async () => {
  const fixture = chatwootFixture('message-created-incoming-whatsapp-button-reply');
  const title = String(fixture.body.content);
  const options = [
    { label: title, value: 'picked' },
    { label: 'Other', value: 'other' },
  ];
  const scene = await sceneOf(fixture, {
    says: ({ count, text }) => [
      {
        act: 'say',
        payload: count > 1 ? { type: 'text', text } : { type: 'choice', text: 'Which?', options },
      },
    ],
  });
  await scene.take({ ...fixture, body: { ...fixture.body, id: 551_410, content: 'hello' } });
  await eventually(() => scene.botTexts(scene.conversationId)).toHaveLength(1);
  await scene.take(fixture);
  await eventually(() => scene.heard).toHaveLength(2);
  expect(scene.heard[1]).toMatchObject({ text: 'picked', metadata: { choice: { title, value: 'picked' } } });
});

/** What is recorded although the bot has nothing to do with it; all else is counted and not stored. */
const recorded: Record<string, string> = {
  'message-created-incoming-web-widget-open': 'suppressed',
  'message-created-outgoing-agent': 'recorded',
  'message-created-outgoing-agent-api-inbox': 'recorded',
  'message-created-outgoing-own-bot': 'recorded',
  'message-updated-deleted': 'recorded',
};
/** Comes after the one it repeats. */
const repeats = new Map([
  ['message-updated-input-select-redelivered-on-read', 'message-updated-input-select-submitted'],
]);

describe.each(of('ignore'))('$name', (fixture) => {
  it('is acknowledged, and the bot hears nothing of it', async () => {
    const scene = await sceneOf(fixture);
    const before = repeats.get(fixture.name);
    if (before !== undefined) {
      await scene.take(from(fixture, chatwootFixture(before)));
      await eventually(() => scene.botTexts(scene.conversationId)).toHaveLength(1);
    }
    const heardBefore = scene.heard.length;
    const answer = await scene.take(fixture);
    expect(answer.status).toBe(200);
    const end = recorded[fixture.name];
    if (before !== undefined) expect(answer.body.status).toBe('duplicate');
    else if (end === undefined) expect(answer.body.status).toBe('ignored');
    else expect(await scene.endOf(answer)).toBe(end);
    expect(scene.heard).toHaveLength(heardBefore);
    expect(scene.botTexts(scene.conversationId)).toHaveLength(heardBefore);
  });
});

it.each([
  'message-created-outgoing-agent',
  'message-created-outgoing-agent-api-inbox',
  'conversation-status-changed-open',
  'conversation-status-changed-snoozed',
])('after %s the bot is silent', async (name) => {
  const fixture = chatwootFixture(name);
  const scene = await sceneOf(fixture);
  expect((await scene.take(fixture)).body.status).toBe('accepted');
  expect(await scene.endOf(await scene.take(nextMessage(fixture)))).toBe('suppressed');
  expect(scene.heard).toEqual([]);
});

it.each([
  'conversation-status-changed-pending',
  'conversation-status-changed-resolved',
  'legacy-4-10-conversation-resolved-no-account',
])('after %s the bot answers again', async (name) => {
  const fixture = chatwootFixture(name);
  const scene = await sceneOf(fixture);
  await scene.take(from(fixture, chatwootFixture('conversation-status-changed-open')));
  expect((await scene.take(fixture)).body.status).toBe('accepted');
  const session = await scene.scope.sessions.findByConversation(scene.conversationId);
  expect(session).toMatchObject([{ owner: 'bot' }]);
  expect(await scene.endOf(await scene.take(nextMessage(fixture)))).toBe('answered');
});

describe.each(of('greet'))('$name', (fixture) => {
  it('begins a conversation with the welcome, once for the visitor', async () => {
    const scene = await sceneOf(fixture, {
      config: { welcomeOn: 'widget-open', welcomeMessage: 'Welcome aboard!' },
    });
    const visit = { ...fixture, body: { ...fixture.body, contact: { id: scene.contactId } } };
    expect((await scene.take(visit)).body.status).toBe('accepted');
    const started = scene.conversationId + 1;
    await eventually(() => scene.conversations()).toBe(2);
    await eventually(() => scene.botTexts(started)).toEqual(['Welcome aboard!']);
    expect((await scene.take(visit)).body.status).toBe('duplicate');
    expect(scene.conversations()).toBe(2);
    expect(scene.heard).toEqual([]);
  });

  it('does nothing where the tenant does not want it', async () => {
    const scene = await sceneOf(fixture);
    expect((await scene.take(fixture)).body).toMatchObject({ status: 'ignored' });
    expect(scene.conversations()).toBe(1);
  });
});
