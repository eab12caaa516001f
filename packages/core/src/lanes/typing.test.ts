import { failure } from '@tandem/testkit/call-script';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';

describe('typing', () => {
  it('is shown while the bot works and hidden when it is done', async () => {
    const stage = await stages.open();
    const duringSend: boolean[] = [];
    stage.channel.duringSend = async () => void duringSend.push(stage.channel.typing);
    await stage.customerWrites('hi');
    await stage.settle();
    expect([duringSend, stage.channel.typing]).toEqual([[true], false]);
    expect((await stage.session()).typing).toBe(false);
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
    stage.engine.sends.always(failure('rejected'));
    await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.typing).toBe(false);
  });

  it('never stays on when the bot decides to stay silent: off on silence', async () => {
    const stage = await stages.open({ dialect: 'generic' });
    stage.engine.says = () => [];
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(await stage.endOf(message)).toBe('silent: the bot chose to say nothing');
    expect([stage.channel.typingCalls.count, stage.channel.typing]).toEqual([2, false]);
  });

  it('ends as soon as an agent takes over, not only when the bot has answered', async () => {
    const stage = await stages.open();
    stage.repliesArrive = false;
    await stage.customerWrites('hi');
    await stage.settle(new Date(stage.clock.now().getTime() + 5_000));
    expect([stage.channel.typing, (await stage.turns()).map(({ state }) => state)]).toEqual([
      true,
      ['waiting'],
    ]);
    const before = stage.clock.now();
    await stage.agentWrites();
    await stage.settle(before);
    expect(stage.channel.typing).toBe(false);
  });

  it('ends too when the takeover came while the bot was being asked', async () => {
    const stage = await stages.open();
    stage.repliesArrive = false;
    stage.engine.beforeAnswer = async () => void (await stage.agentWrites());
    await stage.customerWrites('hi');
    await stage.settle(new Date(stage.clock.now().getTime() + 5_000));
    expect([stage.engine.taken.length, stage.channel.typing]).toEqual([1, false]);
  });

  it('that could not be hidden is hidden a little later', async () => {
    const stage = await stages.open();
    stage.channel.duringSend = async () =>
      stage.channel.typingCalls.next(failure('failed'), failure('timeout'));
    await stage.customerWrites('hi');
    await stage.settle();
    expect(stage.channel.typing).toBe(false);
  });

  it('that Chatwoot has no room for is not shown, and is hidden once there is room', async () => {
    const stage = await stages.open();
    const refused = failure('rate-limited', { retryAfterMs: 4_000 });
    stage.channel.typingCalls.next(refused, refused);
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect([stage.channel.typingCalls.count, await stage.endOf(message)]).toEqual([3, visible]);
    expect((await stage.session()).typing).toBe(false);
  });

  it('that can never be shown fails nothing, and the lane comes to rest', async () => {
    const stage = await stages.open();
    stage.channel.typingCalls.always(failure('failed'));
    const message = await stage.customerWrites('hi');
    await stage.settle();
    expect(await stage.endOf(message)).toBe(visible);
  });
});
