import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EngineClient } from '../contract/index.ts';
import { scripts } from '../engines/botpress/fake/bot-script.ts';
import { type EngineRig, mintTurn } from './engine-rig.ts';
import { engineRigs } from './engine-rigs.ts';
import { type EngineTalk, free, talkTo } from './talk-to-engine.ts';

describe.each(engineRigs)('what an engine takes and answers: $name', ({ traits, make }) => {
  let rig: EngineRig;
  let talk: EngineTalk;
  let client: EngineClient;

  beforeAll(async () => {
    rig = await make();
    talk = talkTo(rig);
    client = talk.client;
  });
  beforeEach(() => talk.reset());
  afterAll(() => rig.close());

  it('opens a conversation as often as it is asked to', async () => {
    const { conversation } = await talk.opened();
    await expect(client.open(conversation, free)).resolves.toBeUndefined();
  });

  it('takes a turn and answers it', async () => {
    const turn = await talk.opened();
    const reply = await talk.ask(turn);
    expect(reply.contents).toEqual([{ type: 'text', text: 'You said: Where is my order?' }]);
    expect(reply.id !== null).toBe(traits.namesReplies);
    await rig.settled();
    expect(rig.held(turn)).toEqual([
      { isBot: false, text: 'Where is my order?' },
      { isBot: true, text: 'You said: Where is my order?' },
    ]);
  });

  it('says where the answer comes', async () => {
    const turn = await talk.opened();
    const { replies } = await client.send(turn, free);
    expect(replies === null).toBe(traits.answers === 'by-webhook');
    await rig.settled();
    const addresses = rig.replies.drain().map(({ address }) => address.id);
    expect(addresses).toHaveLength(replies === null ? 1 : 0);
    const { conversation, channelConversationId, sessionId } = turn;
    expect([conversation.conversationId, String(channelConversationId), sessionId]).toEqual(
      expect.arrayContaining(addresses),
    );
  });

  it('brings a request for a human', async () => {
    rig.setScript(scripts.askForHuman({ reason: 'customer_request', summary: 'Wants a refund' }));
    const reply = await talk.ask(await talk.opened());
    expect(reply.handoff).toMatchObject({ reason: 'customer_request', summary: 'Wants a refund' });
    expect(reply.contents).toHaveLength(traits.asksWithoutWords ? 0 : 1);
  });

  it('brings a request for a human beside words', async () => {
    rig.setScript(scripts.handoffInMetadata('One moment.', 'low_confidence'));
    const reply = await talk.ask(await talk.opened());
    expect(reply).toMatchObject({
      contents: [{ type: 'text', text: 'One moment.' }],
      handoff: { reason: 'low_confidence' },
    });
  });

  it('brings the bot’s own mark of a fallback', async () => {
    rig.setScript(scripts.fallback('Pardon?'));
    expect(await talk.ask(await talk.opened())).toMatchObject({ fallback: true, handoff: null });
  });

  it('brings choices, cards and images', async () => {
    rig.setScript(scripts.choice('Which plan?', ['Basic']));
    const options = [{ title: 'Basic', value: 'basic' }];
    expect((await talk.ask(await talk.opened())).contents).toEqual([
      { type: 'choice', text: 'Which plan?', options },
    ]);
    rig.setScript(scripts.card());
    expect((await talk.ask(await talk.opened())).contents).toMatchObject([
      { type: 'cards', cards: [{ title: 'Trail shoe' }] },
    ]);
    rig.setScript(scripts.image());
    expect((await talk.ask(await talk.opened())).contents).toMatchObject([{ type: 'image', title: 'Plans' }]);
  });

  it('hears a choice as its value and an attachment as its link', async () => {
    const choice = { title: 'Basic', value: 'plan_basic' };
    const chosen = await talk.opened({ message: { text: 'Basic', attachments: [], choice } });
    await talk.ask(chosen);
    const attachments = [{ type: 'image' as const, url: 'https://cdn.example.test/a.png' }];
    const shown = await talk.opened({ message: { text: 'Look', attachments } });
    await talk.ask(shown);
    await rig.settled();
    expect(JSON.stringify(rig.held(chosen))).toMatch(/plan_basic|Basic/);
    expect(JSON.stringify(rig.held(shown))).toContain('Look');
  });

  it('tells the bot that a handoff ended, where it can be told', async () => {
    if (client.tellHandoffEnded === null) return;
    const { conversation } = await talk.opened();
    await expect(client.tellHandoffEnded({ conversation })).resolves.toBeUndefined();
    await expect(client.tellHandoffEnded({ conversation })).resolves.toBeUndefined();
  });

  it('shows both sides of a conversation, the bot’s in its order, where it can be read back', async () => {
    if (client.transcript === null) return;
    rig.setScript(scripts.replies(3));
    const turn = await talk.opened();
    const { takenAtMs } = await client.send(turn, free);
    await rig.settled();
    const ids = rig.replies.drain().map(({ reply }) => reply.id);

    const { turns, replies } = await client.transcript({ conversation: turn.conversation, sinceMs: 0 });
    expect(turns).toEqual([{ turnId: turn.turnId, takenAtMs }]);
    expect(replies.map(({ contents }) => contents)).toEqual(
      [1, 2, 3].map((n) => [{ type: 'text', text: `${n} of 3: Where is my order?` }]),
    );
    expect(new Set(replies.map(({ id }) => id))).toEqual(new Set(ids));
    expect(ids).toHaveLength(3);
  });

  it('keeps turns of one conversation apart that are sent at once', async () => {
    const turn = await talk.opened();
    const words = ['one', 'two', 'three'];
    const turns = words.map((text) =>
      mintTurn({ ...turn, turnId: randomUUID(), message: { text, attachments: [] } }),
    );
    const taken = await Promise.all(turns.map((one) => client.send(one, free)));
    await rig.settled();
    const replies = taken[0]?.replies
      ? taken.map(({ replies }) => replies?.flatMap(({ contents }) => contents))
      : rig.replies.drain().map(({ reply }) => reply.contents);
    const expected = words.map((text) => [{ type: 'text', text: `You said: ${text}` }]);
    expect(replies).toHaveLength(3);
    expect(replies).toEqual(expect.arrayContaining(expected));
  });

  it('carries 100,000 characters', async () => {
    const turn = await talk.opened({ text: 'ä'.repeat(50_000) + '"'.repeat(10_000) + 'x'.repeat(40_000) });
    rig.setScript(scripts.silent());
    await client.send(turn, free);
    const [heard] = rig.held(turn);
    // What is beyond the engine's own limit is cut, never refused.
    const { textLengthMax } = traits;
    expect(heard?.text.slice(0, textLengthMax)).toBe(turn.message.text.slice(0, textLengthMax));
  });

  it('replaces a lone surrogate', async () => {
    const turn = await talk.opened({ text: 'half \ud83d a face' });
    rig.setScript(scripts.silent());
    await client.send(turn, free);
    expect(rig.held(turn)[0]?.text).toBe('half \ufffd a face');
  });

  it('replaces U+0000', async () => {
    const turn = await talk.opened({ text: 'a nul\0 byte' });
    rig.setScript(scripts.silent());
    await client.send(turn, free);
    expect(rig.held(turn)[0]?.text).toBe('a nul\ufffd byte');
  });
});
