import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EngineClient, LeaseLost } from '../contract/index.ts';
import { type EngineRig, mintTurn } from './engine-rig.ts';
import { engineRigs } from './engine-rigs.ts';
import { type EngineTalk, free, talkTo } from './talk-to-engine.ts';

const lost = () => {
  throw new LeaseLost();
};

describe.each(engineRigs)('what becomes of a turn that goes wrong: $name', ({ traits, make }) => {
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

  it(traits.hearsRepetitionOnce ? 'hears a repeated turn once' : 'hears a repeated turn again', async () => {
    const turn = await talk.opened();
    const replies = [...(await talk.askForAll(turn)), ...(await talk.askForAll(turn))];
    const heard = rig.held(turn).filter(({ isBot }) => !isBot);
    expect(heard).toHaveLength(traits.hearsRepetitionOnce ? 1 : 2);
    const answers = traits.namesReplies ? new Set(replies.map(({ id }) => id)).size : replies.length;
    expect(answers).toBe(heard.length);
  });

  it('says that wrong credentials are refused, and nothing is heard', async () => {
    const turn = await talk.opened();
    const stranger = rig.engine.connect(rig.wrongCredentials);
    await expect(stranger.send(turn, free)).rejects.toMatchObject({ kind: 'unauthorized' });
    if (traits.canOpen) {
      await expect(stranger.open(turn.conversation, free)).rejects.toMatchObject({ kind: 'unauthorized' });
    }
    expect(rig.held(turn)).toEqual([]);
  });

  it('says that nobody listens', async () => {
    const nowhere = rig.engine.connect(rig.unreachable);
    const turn = mintTurn();
    await expect(nowhere.send(turn, free)).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('does not know whether a cut send was heard, and finds it where it can be read back', async () => {
    const turn = await talk.opened();
    rig.faults.set({
      direction: 'request',
      name: 'cut-after-store',
      rate: 1,
      times: 1,
      only: ['message.create'],
    });
    await expect(client.send(turn, free)).rejects.toMatchObject({ kind: 'unknown-outcome' });
    await rig.settled();
    expect(rig.held(turn)).toHaveLength(2);
    const arrived = rig.replies.drain().map(({ reply }) => reply);
    const answer = [[{ type: 'text', text: 'You said: Where is my order?' }]];
    switch (client.afterUnknown) {
      case 'look-up': {
        const found = await client.transcript?.({ conversation: turn.conversation, sinceMs: 0 });
        expect(found?.turns.map(({ turnId }) => turnId)).toEqual([turn.turnId]);
        expect(arrived).toEqual(found?.replies);
        break;
      }
      case 'repeat': {
        const replies = [...arrived, ...(await talk.askForAll(turn))];
        expect(replies.map(({ contents }) => contents)).toEqual(answer);
        break;
      }
      case 'wait':
        expect(arrived.map(({ contents }) => contents)).toEqual(answer);
        break;
      case 'give-up':
        expect(arrived).toEqual([]);
        break;
    }
    expect(rig.held(turn)).toHaveLength(2);
  });

  it('is asked to wait', async () => {
    const turn = await talk.opened();
    rig.faults.set({ direction: 'request', name: 'rate-limit', rate: 1, times: 1 });
    await expect(client.send(turn, free)).rejects.toMatchObject({
      kind: 'rate-limited',
      retryAfterMs: 1_000,
    });
    expect(rig.held(turn)).toEqual([]);
  });

  it('says what a server error means for a send', async () => {
    const turn = await talk.opened();
    rig.faults.set({ direction: 'request', name: 'fail', rate: 1, times: 1 });
    await expect(client.send(turn, free)).rejects.toMatchObject({ ...traits.serverErrorOnSend });
  });

  it('writes nothing once the lane is lost', async () => {
    const turn = await talk.opened();
    await expect(client.send(turn, lost)).rejects.toBeInstanceOf(LeaseLost);
    if (traits.canOpen) await expect(client.open(turn.conversation, lost)).rejects.toBeInstanceOf(LeaseLost);
    expect(rig.held(turn)).toEqual([]);
  });
});
