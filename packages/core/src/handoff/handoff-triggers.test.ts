import { configDefaults } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const keywords = { escalationRules: { ...configDefaults.escalationRules, keywords: ['agent', 'support'] } };
const question = 'where is my order?';

describe('a keyword', () => {
  it('is not sent to the bot: its messages are handed off, with the burst it came in', async () => {
    const stage = await stages.open({ config: keywords });
    const ends = [await stage.customerWrites('hello'), await stage.customerWrites('SUPPORT!')];
    await stage.settle();
    expect(stage.engine.heard).toEqual([]);
    for (const message of ends)
      expect(await stage.endOf(message)).toBe('handed-off: the customer wrote the keyword “support”');
    expect(await stage.session()).toMatchObject({ owner: 'human', ownerActor: 'customer' });
  });

  it('inside a word is none: the bot answers', async () => {
    const stage = await stages.open({ config: keywords });
    await stage.customerWrites('you are so supportive');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: you are so supportive']);
  });

  it('works though the bot itself may not ask for a human', async () => {
    const stage = await stages.open({ config: { ...keywords, allowedActions: [] } });
    await stage.customerWrites('agent');
    await stage.settle();
    expect(stage.channel.statuses).toEqual(['open']);
  });

  it('tells a customer in his language', async () => {
    const messages = { de: { fallbackMessage: 'Ein Mensch kommt.' } };
    const stage = await stages.open({ config: { ...keywords, messages } });
    const { chatwoot } = stage.context.integrations.channels;
    const read = chatwoot.read.bind(chatwoot);
    chatwoot.read = (body) => {
      const event = read(body);
      if (event.kind === 'customer-message') event.conversation.locale = 'de-AT';
      return event;
    };
    await stage.customerWrites('agent');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['Ein Mensch kommt.']);
  });
});

describe('with handoff switched off', () => {
  const config = { ...keywords, enableHumanHandoff: false };

  it('keywords and repeated questions go to the bot, and fallbacks open and assign nothing', async () => {
    const stage = await stages.open({ config });
    stage.engine.says = () => [{ text: 'Sorry?', fallback: true }];
    for (const text of ['agent', question, question, 'and now?']) {
      await stage.customerWrites(text);
      await stage.settle();
    }
    expect(stage.engine.heard).toEqual(['agent', question, question, 'and now?']);
    expect(stage.channel.statuses).toEqual([]);
    expect(stage.channel.conversation(stage.conversationId).labels).toEqual([]);
    expect((await stage.session()).owner).toBe('bot');
  });

  it('the bot’s request is refused and recorded, and the customer told', async () => {
    const stage = await stages.open({ config });
    stage.engine.says = () => [{ handoff: { requested: true } }];
    const message = await stage.customerWrites('refund!');
    await stage.settle();
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    const { messages } = await stage.trail(message);
    expect(messages.at(-1)?.endReason).toContain("the bot's request for a human is refused");
  });

  it('an agent’s own reply still takes over', async () => {
    const stage = await stages.open({ config });
    await stage.agentWrites();
    expect((await stage.session()).owner).toBe('human');
  });
});

describe('fallbacks in a row', () => {
  const fallback = () => [{ text: 'Sorry?', fallback: true }];

  it('come to a handoff with the third; the bot’s words are shown, and none of ours', async () => {
    const stage = await stages.open();
    stage.engine.says = fallback;
    const ends = [];
    for (const text of ['one', 'two', 'three']) {
      const message = await stage.customerWrites(text);
      await stage.settle();
      ends.push(await stage.endOf(message));
    }
    expect(ends[2]).toBe('handed-off: the bot had no answer 3 times in a row');
    expect(stage.channel.texts).toEqual(['Sorry?', 'Sorry?', 'Sorry?']);
    expect(stage.channel.statuses).toEqual(['open']);
    expect(await stage.session()).toMatchObject({ owner: 'human', ownerActor: 'tandem' });
  });

  it('that say nothing have the customer told', async () => {
    const escalationRules = { ...configDefaults.escalationRules, maxFallbacks: 1 };
    const stage = await stages.open({ config: { escalationRules }, dialect: 'generic' });
    stage.engine.says = () => [{ fallback: true }];
    await stage.customerWrites('one');
    await stage.settle();
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
  });

  it('begin anew with an answer, and with a change of owner', async () => {
    const stage = await stages.open();
    const say = async (text: string, isFallback: boolean) => {
      stage.engine.says = isFallback ? fallback : () => ['Here you are.'];
      await stage.customerWrites(text);
      await stage.settle();
      stage.clock.advance(1_000);
    };
    for (const [index, isFallback] of [true, true, false, true, true].entries())
      await say(`message ${index}`, isFallback);
    expect((await stage.session()).owner).toBe('bot');
    await stage.agentWrites();
    await stage.statusBecomes('pending');
    await say('back again', true);
    expect((await stage.session()).owner).toBe('bot');
  });
});

describe('the same question twice', () => {
  it('comes to a handoff, and the second never to the bot', async () => {
    const stage = await stages.open();
    await stage.customerWrites(question);
    await stage.settle();
    const second = await stage.customerWrites('Where is my ORDER');
    await stage.settle();
    expect(stage.engine.heard).toEqual([question]);
    expect(await stage.endOf(second)).toBe('handed-off: the customer asked the same question twice');
    expect(stage.channel.texts).toEqual([`re: ${question}`, stage.view.config.fallbackMessage]);
  });

  it('is none with another one between, nor in impatience', async () => {
    const stage = await stages.open();
    for (const text of [question, 'do you ship to Malmö?', question]) {
      await stage.customerWrites(text);
      await stage.settle();
    }
    stage.repliesArrive = false;
    await stage.customerWrites('what about returns?');
    stage.clock.advance(2_000);
    await stage.run('to-engine');
    await stage.customerWrites('what about returns?');
    stage.clock.advance(2_000);
    await stage.run('to-engine');
    expect(stage.engine.heard).toHaveLength(5);
  });
});

describe('what the bot asks for', () => {
  it('counts for the priority where the rules name none, and is told in the note', async () => {
    const stage = await stages.open();
    stage.engine.says = () => [
      {
        text: 'A colleague comes.',
        handoff: { reason: 'refund', summary: 'Wants 40 € back.', priority: 'urgent' },
      },
    ];
    await stage.customerWrites('refund!');
    await stage.settle();
    expect(stage.channel.conversation(stage.conversationId)).toMatchObject({
      priority: 'urgent',
      labels: ['handoff'],
    });
    const content = stage.channel.notes[0]?.content;
    expect(content?.type === 'text' && content.text).toContain(
      'Reason: the bot asked for a human: refund\nSummary: Wants 40 € back.',
    );
  });
});

it('a bot that fails hands over with the whole bundle', async () => {
  const escalationRules = { ...configDefaults.escalationRules, teamId: 3 };
  const stage = await stages.open({ config: { escalationRules } });
  stage.engine.sends.always('refused');
  await stage.customerWrites('hi');
  await stage.settle();
  expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
  expect(stage.channel.conversation(stage.conversationId)).toMatchObject({
    labels: ['handoff'],
    assigned: { teamId: 3 },
  });
  expect(stage.channel.notes).toHaveLength(1);
});
