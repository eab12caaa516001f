import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const hourMs = 3_600_000;

describe('a session that was silent for sessionTtlHours', () => {
  it('does not leave the bot mute: the next message begins a new conversation at the engine', async () => {
    const stage = await stages.open({ config: { welcomeMessage: 'Welcome!' } });
    await stage.customerWrites('hi');
    await stage.settle();
    const first = await stage.session();
    stage.clock.advance(72 * hourMs);
    const message = await stage.customerWrites('me again');
    await stage.settle();
    const renewed = await stage.session();
    expect([first.engineGeneration, renewed.engineGeneration]).toEqual([1, 2]);
    expect(renewed.engineConversationId).toBe(first.engineConversationId.replace(/-1$/, '-2'));
    expect(renewed.engineUserId).toBe(first.engineUserId);
    expect(stage.engine.opened.map(({ conversationId }) => conversationId)).toEqual([
      first.engineConversationId,
      renewed.engineConversationId,
    ]);
    expect(await stage.endOf(message)).toBe('answered: the reply is visible to the customer');
    // It is the same conversation to the customer, who was welcomed in it.
    expect(stage.channel.texts).toEqual(['Welcome!', 're: hi', 're: me again']);
  });

  it('lives on when it is younger, as its tenant has it', async () => {
    const stage = await stages.open({ config: { sessionTtlHours: 1 } });
    await stage.customerWrites('hi');
    await stage.settle();
    stage.clock.advance(hourMs - 60_000);
    await stage.customerWrites('me again');
    await stage.settle();
    expect((await stage.session()).engineGeneration).toBe(1);
    stage.clock.advance(hourMs);
    await stage.customerWrites('and again');
    await stage.settle();
    expect((await stage.session()).engineGeneration).toBe(2);
  });

  it('is never renewed during an open turn', async () => {
    const stage = await stages.open({ config: { sessionTtlHours: 1, turnDeadlineMs: 600_000 } });
    stage.repliesArrive = false;
    await stage.customerWrites('hi');
    await stage.settle(new Date(stage.clock.now().getTime() + 5_000));
    expect((await stage.turns()).map(({ state }) => state)).toEqual(['waiting']);
    stage.clock.advance(2 * hourMs);
    await stage.scope.turns.checkAt((await stage.turns())[0]?.id ?? fail(), null);
    await stage.customerWrites('still there?');
    stage.clock.advance(2_000);
    await stage.run('to-engine');
    expect([stage.engine.taken.length, (await stage.session()).engineGeneration]).toEqual([2, 1]);
  });

  it('records what the bot still says in the old conversation as stale, and shows nothing of it', async () => {
    const stage = await stages.open();
    stage.engine.says = () => ['first', 'much later'];
    await stage.customerWrites('hi');
    await stage.deliver();
    stage.clock.advance(2_000);
    await stage.run('to-engine');
    const [, late] = stage.engine.outbox.splice(0, 2, stage.engine.outbox[0]);
    await stage.settle();
    stage.engine.says = ({ message }) => [`re: ${message.text}`];
    stage.clock.advance(80 * hourMs);
    await stage.customerWrites('me again');
    await stage.settle();
    const stale = await stage.engineWebhook(late);
    stage.clock.advance(1_000);
    await stage.settle();
    expect(await stage.endOf(stale)).toBe('suppressed: stale session');
    expect(stage.channel.texts).toEqual(['first', 're: me again']);
  });

  it('forgets what was offered in it', async () => {
    const stage = await stages.open();
    stage.engine.says = () => [{ text: 'Which?', options: [{ title: 'Blue', value: 'blue' }] }];
    await stage.customerWrites('hi', { channel: 'Channel::Whatsapp' });
    await stage.settle();
    expect((await stage.session()).offered).not.toBeNull();
    stage.clock.advance(80 * hourMs);
    await stage.customerWrites('Blue', { channel: 'Channel::Whatsapp' });
    await stage.settle();
    expect(stage.engine.taken.at(-1)?.turn.message.choice).toBeUndefined();
  });
});

const fail = (): never => {
  throw new Error('there is no turn');
};
