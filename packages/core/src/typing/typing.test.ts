import { failure } from '@tandem/testkit/call-script';
import type { LaneStage } from '@tandem/testkit/lane-stage';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';

/** A bot that has a message, and has not answered for 5 s. */
async function askSlowBot(stage: LaneStage): ReturnType<LaneStage['customerWrites']> {
  stage.repliesArrive = false;
  const message = await stage.customerWrites('hi');
  await stage.settle(new Date(stage.clock.now().getTime() + 7_000));
  stage.repliesArrive = true;
  return message;
}

const answer = async (stage: LaneStage): Promise<void> => {
  stage.engine.say((await stage.session()).engineConversationId, 're: hi');
  await stage.settle();
};

describe('typing', () => {
  it('is shown while the bot works and hidden when it is done', async () => {
    const stage = await stages.open();
    const message = await askSlowBot(stage);
    expect(stage.channel.typing).toBe(true);
    await answer(stage);
    expect([await stage.endOf(message), stage.channel.typing]).toEqual([visible, false]);
    expect((await stage.session()).typing).toBe(false);
  });

  it('costs no request where the bot answers within a second', async () => {
    const stage = await stages.open();
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect([await stage.endOf(message), stage.channel.typingCalls.count]).toEqual([visible, 0]);
  });

  it('costs no request where the answer came before it was to be shown, which another worker cannot know', async () => {
    const requests = async (forget: (stage: LaneStage) => void): Promise<number> => {
      const stage = await stages.open();
      stage.repliesArrive = false;
      const message = await stage.customerWrites('hi');
      await stage.settle(new Date(stage.clock.now().getTime() + 2_000));
      stage.clock.advance(400);
      forget(stage);
      stage.repliesArrive = true;
      await answer(stage);
      expect([await stage.endOf(message), (await stage.session()).typing]).toEqual([visible, false]);
      return stage.channel.typingCalls.count;
    };
    expect(await requests(() => {})).toBe(0);
    expect(await requests(({ context }) => void context.postponed.splice(0))).toBe(1);
  });

  it('shown by an attempt before is hidden, also while it is to be shown again', async () => {
    const stage = await stages.open();
    stage.engine.sends.next(failure('failed'), failure('failed'));
    stage.repliesArrive = false;
    const message = await stage.customerWrites('hi');
    await stage.settle(new Date(stage.clock.now().getTime() + 3_200));
    expect([stage.channel.typing, stage.context.postponed.length]).toEqual([true, 1]);
    stage.repliesArrive = true;
    await answer(stage);
    expect([await stage.endOf(message), stage.channel.typing]).toEqual([visible, false]);
  });

  it('is hidden when the answer overtook the request to show it', async () => {
    const stage = await stages.open();
    const { connect } = stage.channel.channel;
    stage.channel.channel.connect = (...given) => {
      const client = connect.apply(stage.channel.channel, given);
      return {
        ...client,
        setTyping: async (input, guard) => {
          if (input.on) await answerNow(stage);
          await client.setTyping(input, guard);
        },
      };
    };
    const message = await askSlowBot(stage);
    expect([await stage.endOf(message), stage.channel.typing]).toEqual([visible, false]);
  });

  it('is hidden when the bot’s reply was quicker than the answer to our call', async () => {
    const stage = await stages.open();
    stage.engine.beforeAnswer = async () => {
      await stage.deliver();
      stage.clock.advance(300);
      await stage.run('to-channel');
    };
    await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.typing).toBe(false);
  });

  it('is hidden when the bot failed', async () => {
    const stage = await stages.open();
    stage.engine.sends.always(failure('failed'));
    await stage.customerWrites('hi');
    await stage.settle();
    expect([stage.channel.typingCalls.count > 0, stage.channel.typing]).toEqual([true, false]);
  });

  it('never stays on when the bot decides to stay silent: off on silence', async () => {
    const stage = await stages.open({ dialect: 'generic' });
    stage.engine.says = () => [];
    stage.engine.beforeAnswer = async () => {
      stage.clock.advance(2_000);
      await stage.context.runPostponed();
    };
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(await stage.endOf(message)).toBe('silent: the bot chose to say nothing');
    expect([stage.channel.typingCalls.count, stage.channel.typing]).toEqual([2, false]);
  });

  it('ends as soon as an agent takes over, not only when the bot has answered', async () => {
    const stage = await stages.open();
    await askSlowBot(stage);
    expect([stage.channel.typing, (await stage.turns()).map(({ state }) => state)]).toEqual([
      true,
      ['waiting'],
    ]);
    const before = stage.clock.now();
    await stage.agentWrites();
    await stage.settle(before);
    expect(stage.channel.typing).toBe(false);
  });

  it('is not shown after a takeover that came while the bot was being asked', async () => {
    const stage = await stages.open();
    stage.engine.beforeAnswer = async () => void (await stage.agentWrites());
    await askSlowBot(stage);
    expect([stage.engine.taken.length, stage.channel.typing]).toEqual([1, false]);
  });

  it('that could not be hidden is hidden a little later', async () => {
    const stage = await stages.open();
    await askSlowBot(stage);
    stage.channel.typingCalls.next(failure('failed'), failure('timeout'));
    await answer(stage);
    expect(stage.channel.typing).toBe(false);
  });

  it('that Chatwoot has no room for is not shown, and is hidden once there is room', async () => {
    const stage = await stages.open();
    const refused = failure('rate-limited', { retryAfterMs: 4_000 });
    stage.channel.typingCalls.next(refused, refused);
    const message = await askSlowBot(stage);
    await answer(stage);
    expect([stage.channel.typingCalls.count, await stage.endOf(message)]).toEqual([3, visible]);
    expect((await stage.session()).typing).toBe(false);
  });

  it('that can never be shown fails nothing, and the lane comes to rest', async () => {
    const stage = await stages.open();
    stage.channel.typingCalls.always(failure('failed'));
    const message = await askSlowBot(stage);
    await answer(stage);
    expect(await stage.endOf(message)).toBe(visible);
  });
});

/** The bot answers, and the answer is carried as far as it goes, at this very moment. */
async function answerNow(stage: LaneStage): Promise<void> {
  stage.engine.say((await stage.session()).engineConversationId, 're: hi');
  stage.repliesArrive = true;
  await stage.deliver();
  stage.clock.advance(300);
  await stage.run('to-channel');
}
