import { failure } from '@tandem/testkit/call-script';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const visible = 'answered: the reply is visible to the customer';

describe('a bot that asks for a human', () => {
  const asking = (text?: string) => () => [
    { ...(text && { text }), handoff: { requested: true, reason: 'refund' } },
  ];

  it('is heard: what it said is shown, then the conversation is opened', async () => {
    const stage = await stages.open();
    stage.engine.says = asking('Let me get a colleague.');
    await stage.customerWrites('refund!');
    const order: string[] = [];
    stage.channel.beforeAnswer = async ({ content }) => {
      order.push(content.type, ...stage.channel.statuses);
    };
    await stage.settle();
    expect(stage.channel.texts).toEqual(['Let me get a colleague.']);
    expect(order).toEqual(['text', 'text', 'open']);
    expect(await stage.session()).toMatchObject({
      owner: 'human',
      ownerReason: 'the bot asked for a human: refund',
      ownerActor: 'bot',
    });
    expect(await stage.turns()).toEqual([]);
  });

  it('without a word has the customer told in its place', async () => {
    const stage = await stages.open();
    stage.engine.says = asking();
    await stage.customerWrites('refund!');
    await stage.settle();
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    expect(stage.channel.statuses).toEqual(['open']);
  });

  it('in words that cannot be delivered has the turn dead, though the conversation was opened', async () => {
    const stage = await stages.open();
    stage.engine.says = asking('Let me get a colleague.');
    stage.channel.sends.next(failure('rejected'));
    const message = await stage.customerWrites('refund!');
    await stage.settle();
    expect(stage.channel.shown).toEqual([]);
    expect(stage.channel.statuses).toEqual(['open']);
    expect(await stage.endOf(message)).toMatch(/^dead: |^handed-off: /);
  });

  it('is not heard afterwards', async () => {
    const stage = await stages.open();
    stage.engine.says = () => ['before', { text: 'asking', handoff: { requested: true } }, 'after'];
    await stage.customerWrites('refund!');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['before', 'asking']);
  });

  it('says nothing more when a human had the conversation already', async () => {
    const stage = await stages.open();
    await stage.customerWrites('hi');
    await stage.settle();
    await stage.statusBecomes('open');
    stage.engine.say((await stage.session()).engineConversationId, {
      text: 'a colleague comes',
      handoff: { requested: true },
    });
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: hi']);
    expect(stage.channel.statuses).toEqual([]);
  });

  it.each([
    ['handoff is switched off', { enableHumanHandoff: false }],
    ['the bot may not', { allowedActions: [] }],
  ])('is refused where %s: the bot goes on', async (_name, config) => {
    const stage = await stages.open({ config });
    stage.engine.says = asking('Let me get a colleague.');
    const message = await stage.customerWrites('refund!');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['Let me get a colleague.']);
    expect(stage.channel.statuses).toEqual([]);
    expect((await stage.session()).owner).toBe('bot');
    expect(await stage.endOf(message)).toBe(visible);
  });
});
