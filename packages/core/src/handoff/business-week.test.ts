import { configDefaults } from '@tandem/schemas';
import { expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';
import { afterHoursLabel } from './handoff-steps.ts';

const stages = useLaneStages();

/** Berlin in the last week of March 2026: a holiday, a short day, nights that end after midnight, one of them 7 hours long. */
const businessHours = {
  timezone: 'Europe/Berlin',
  hours: [
    { day: 'mon-fri', from: '09:00', to: '18:00' },
    { day: 'fri', from: '22:00', to: '02:00' },
    { day: 'sat', from: '20:00', to: '04:00' },
  ],
  holidays: ['2026-03-25', { date: '2026-03-26', from: '10:00', to: '12:00' }],
};

/** What a customer who wants a human is told: that one comes, or that the tenant is closed; `again`: for the second time. */
type Told = 'open' | 'closed' | 'closed, again';

const week: [string, Told][] = [
  ['Mon 08:30', 'closed'],
  ['Mon 08:59', 'closed, again'],
  ['Mon 09:00', 'open'],
  ['Mon 19:00', 'closed'],
  ['Tue 03:00', 'closed, again'],
  ['Tue 12:00', 'open'],
  // A holiday: the stretch began on Tuesday evening and ends on Thursday at 10:00.
  ['Wed 11:00', 'closed'],
  ['Wed 20:00', 'closed, again'],
  ['Thu 09:30', 'closed, again'],
  ['Thu 11:59', 'open'],
  ['Thu 12:00', 'closed'],
  ['Fri 17:59', 'open'],
  ['Fri 18:30', 'closed'],
  ['Fri 22:00', 'open'],
  ['Sat 01:59', 'open'],
  ['Sat 02:00', 'closed'],
  ['Sat 19:59', 'closed, again'],
  // The clock goes from 02:00 to 03:00.
  ['Sun 01:59', 'open'],
  ['Sun 03:59', 'open'],
  ['Sun 04:00', 'closed'],
  ['Sun 23:00', 'closed, again'],
  ['Mon 08:59 after', 'closed, again'],
  ['Mon 09:00 after', 'open'],
];

const dates = { Mon: 23, Tue: 24, Wed: 25, Thu: 26, Fri: 27, Sat: 28, Sun: 29 };

/** The instant of a time on the clocks of Berlin: an hour ahead of Greenwich, two from Sunday 01:00Z on. */
function instantOf(name: string): Date {
  const [day = 'Mon', clock = '', after] = name.split(' ');
  const date = after ? 30 : dates[day as keyof typeof dates];
  const standard = new Date(`2026-03-${date}T${clock}:00+01:00`);
  return standard < new Date('2026-03-29T01:00:00Z')
    ? standard
    : new Date(`2026-03-${date}T${clock}:00+02:00`);
}

it('a business week: the bot answers at all hours, and who wants a human is told once in each closed stretch', async () => {
  const escalationRules = { ...configDefaults.escalationRules, keywords: ['agent'] };
  const stage = await stages.open({ config: { businessHours, escalationRules, settleMs: 0, reorderMs: 0 } });
  const { fallbackMessage, outOfHoursMessage } = stage.view.config;
  const conversation = stage.channel.conversation(stage.conversationId);
  const seen: [string, Told][] = [];
  const soon = () => new Date(stage.clock.now().getTime() + 5_000);
  for (const [name] of week) {
    stage.clock.set(instantOf(name));
    await stage.customerWrites(`are you open on ${name}?`);
    await stage.settle(soon());
    expect(stage.channel.texts.at(-1)).toBe(`re: are you open on ${name}?`);
    const isOpen = stage.engine.taken.at(-1)?.turn.tenantContext.businessHours;
    conversation.labels = [];
    stage.channel.statuses.length = 0;
    await stage.customerWrites('agent');
    await stage.settle(soon());
    expect(stage.channel.statuses).toEqual(['open']);
    const isClosed = conversation.labels.includes(afterHoursLabel);
    expect(isOpen).toMatchObject({ open: !isClosed });
    const text = stage.channel.texts.at(-1);
    expect([fallbackMessage, outOfHoursMessage]).toContain(text);
    if (isClosed) seen.push([name, text === outOfHoursMessage ? 'closed' : 'closed, again']);
    else seen.push([name, text === fallbackMessage ? 'open' : 'closed']);
    await stage.statusBecomes('resolved');
    await stage.settle(soon());
  }
  expect(seen).toEqual(week);
});
