import { configDefaults } from '@tandem/schemas';
import { failure } from '@tandem/testkit/call-script';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

const escalationRules = {
  ...configDefaults.escalationRules,
  keywords: ['human'],
  teamId: 3,
  priority: 'high' as const,
};
/** 2 March 2026, on which stages begin, is a Monday; it is 09:00 in Greenwich. */
const closed = {
  timezone: 'UTC',
  hours: [
    { day: 'mon-fri', from: '10:00', to: '12:00' },
    { day: 'mon-fri', from: '13:00', to: '17:00' },
  ],
  holidays: ['2026-03-03'],
};

/** What users of other bridges complain about. */
describe('complaints about handoff elsewhere', () => {
  it('“the bot keeps answering after handoff”: here it is silent, whatever it still says', async () => {
    const stage = await stages.open({ config: { escalationRules } });
    await stage.customerWrites('hello');
    await stage.settle();
    await stage.customerWrites('a human please');
    await stage.settle();
    const shown = stage.channel.texts.length;
    stage.engine.say((await stage.session()).engineConversationId, 'one more thing');
    const later = await stage.customerWrites('are you there?');
    await stage.settle();
    expect(stage.channel.texts).toHaveLength(shown);
    expect(stage.engine.heard).toEqual(['hello']);
    expect(await stage.endOf(later)).toMatch(/^suppressed: a human owns the conversation/);
  });

  it('“no handoff”: here it comes out of the box, with no rule configured', async () => {
    const stage = await stages.open();
    stage.engine.says = () => [{ handoff: { requested: true } }];
    await stage.customerWrites('I want my money back');
    await stage.settle();
    expect(stage.channel.statuses).toEqual(['open']);
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    expect(stage.channel.conversation(stage.conversationId).labels).toEqual(['handoff']);
  });

  it('“handoff without telling the customer; handoff without notifying agents: completely lost”: here both are told', async () => {
    const stage = await stages.open({ config: { escalationRules } });
    await stage.customerWrites('a human please');
    await stage.settle();
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    expect(stage.channel.conversation(stage.conversationId)).toMatchObject({
      labels: ['handoff'],
      assigned: { teamId: 3 },
      priority: 'high',
    });
    expect(stage.channel.notes).toHaveLength(1);
  });

  it('“bot token forbidden for teams, labels, attributes”: here what may not be done is recorded, the rest is done', async () => {
    const stage = await stages.open({ config: { escalationRules } });
    for (const calls of [stage.channel.labelCalls, stage.channel.assignCalls])
      calls.always(failure('unauthorized'));
    await stage.customerWrites('a human please');
    await stage.settle();
    expect(stage.channel.statuses).toEqual(['open']);
    expect(stage.channel.notes).toHaveLength(1);
    expect(stage.channel.texts).toEqual([stage.view.config.fallbackMessage]);
    const refused = stage.context.attempts.filter(({ outcome }) => outcome === 'unauthorized');
    expect(refused).toHaveLength(2);
  });
});

describe('complaints about business hours elsewhere', () => {
  it('“out of hours: double text, no text”: here one text per closed stretch', async () => {
    const stage = await stages.open({ config: { escalationRules, businessHours: closed } });
    await stage.customerWrites('a human please');
    await stage.settle(stage.clock.now());
    stage.clock.advance(2_000);
    await stage.settle(stage.clock.now());
    expect(stage.channel.texts).toEqual([stage.view.config.outOfHoursMessage]);
    await stage.statusBecomes('pending');
    await stage.customerWrites('human!');
    stage.clock.advance(2_000);
    await stage.settle(stage.clock.now());
    expect(stage.channel.texts).toEqual([
      stage.view.config.outOfHoursMessage,
      stage.view.config.fallbackMessage,
    ]);
  });

  it.each([
    ['the second interval', '2026-03-02T13:30:00Z', false],
    ['the gap between', '2026-03-02T12:30:00Z', true],
    ['the holiday', '2026-03-03T11:00:00Z', true],
    ['the day after it', '2026-03-04T11:00:00Z', false],
  ])('“one interval only, no holidays”: here %s counts', async (_name, at, isClosed) => {
    const config = { escalationRules, businessHours: closed, settleMs: 0, reorderMs: 0 };
    const stage = await stages.open({ config });
    stage.clock.set(at);
    await stage.customerWrites('a human please');
    await stage.settle(stage.clock.now());
    const { fallbackMessage, outOfHoursMessage } = stage.view.config;
    expect(stage.channel.texts).toEqual([isClosed ? outOfHoursMessage : fallbackMessage]);
    expect(stage.channel.conversation(stage.conversationId).labels).toEqual(
      isClosed ? ['handoff', 'after-hours'] : ['handoff'],
    );
  });
});
