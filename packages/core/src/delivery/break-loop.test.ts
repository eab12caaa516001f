import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const many = (count: number) => Array.from({ length: count }, (_, index) => `message ${index + 1}`);

describe('a bot that talks to itself', () => {
  it('is stopped by the loop guard: N bot messages without a customer message ask for a human', async () => {
    const stage = await stages.open();
    stage.engine.says = () => many(20);
    await stage.customerWrites('hi');
    await stage.settle();
    const session = await stage.session();
    expect(session).toMatchObject({
      owner: 'human',
      ownerReason: 'the bot sent 8 messages in a row without one of the customer',
      ownerActor: 'tandem',
    });
    const told = stage.view.config.fallbackMessage;
    expect(stage.channel.texts).toEqual([...many(8), told]);
    expect(stage.channel.statuses).toEqual(['open']);
    expect(await stage.turns()).toEqual([]);
  });

  it('may say as much as it likes while the customer answers', async () => {
    const stage = await stages.open({ config: { loopBreaker: 2 } });
    stage.engine.says = () => many(2);
    for (const text of ['a', 'b', 'c']) {
      await stage.customerWrites(text);
      await stage.settle();
    }
    expect(stage.channel.texts).toHaveLength(6);
    expect(await stage.session()).toMatchObject({ owner: 'bot', botStreak: 2 });
  });

  it('has one answer never cut in two, however many messages it has', async () => {
    const stage = await stages.open({ dialect: 'generic', config: { loopBreaker: 2 } });
    stage.engine.says = () => [];
    await stage.customerWrites('hi');
    await stage.settle();
    const responses = many(5).map((text) => ({ text }));
    await stage.engineWebhook({ sessionId: String(stage.conversationId), responses });
    await stage.settle();
    expect(stage.channel.texts).toEqual(many(5));
    expect((await stage.session()).owner).toBe('bot');
  });

  it('is only not heard where handoff is switched off, until the customer writes again', async () => {
    const stage = await stages.open({ config: { loopBreaker: 3, enableHumanHandoff: false } });
    stage.engine.says = () => many(6);
    await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.texts).toEqual(many(3));
    stage.engine.says = () => ['welcome back'];
    await stage.customerWrites('anybody?');
    await stage.settle();
    expect([stage.channel.texts.at(-1), stage.channel.statuses]).toEqual(['welcome back', []]);
  });
});
