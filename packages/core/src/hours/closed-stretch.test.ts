import { describe, expect, it } from 'vitest';
import { closedStretch } from './closed-stretch.ts';
import type { BusinessHours } from './open-intervals.ts';

const berlin: BusinessHours = {
  timezone: 'Europe/Berlin',
  hours: [
    { day: 'mon-fri', from: '09:00', to: '12:00' },
    { day: 'mon-fri', from: '13:00', to: '18:00' },
    { day: 'fri', from: '20:00', to: '02:00' },
  ],
  holidays: ['2026-04-03', '2026-04-06', { date: '2026-12-24', from: '08:00', to: '12:00' }],
};

const since = (at: string, hours = berlin) => {
  const stretch = closedStretch(hours, new Date(at));
  return stretch && (stretch.since?.toISOString() ?? 'ever');
};

describe('a closed stretch', () => {
  it.each([
    ['is none while the tenant is open', '2026-03-02T09:00:00Z', null],
    ['begins with the lunch', '2026-03-02T11:30:00Z', '2026-03-02T11:00:00.000Z'],
    ['lasts over a night', '2026-03-03T07:59:59Z', '2026-03-02T17:00:00.000Z'],
    ['begins after midnight where the hours end there', '2026-03-07T12:00:00Z', '2026-03-07T01:00:00.000Z'],
    ['lasts over a weekend', '2026-03-09T07:00:00Z', '2026-03-07T01:00:00.000Z'],
    ['lasts over holidays and the weekend between', '2026-04-06T12:00:00Z', '2026-04-02T16:00:00.000Z'],
    ['begins with the short end of a holiday', '2026-12-24T15:00:00Z', '2026-12-24T11:00:00.000Z'],
    ['over the spring clock change has its true length', '2026-03-29T22:00:00Z', '2026-03-28T01:00:00.000Z'],
    ['over the autumn one too', '2026-10-26T07:59:00Z', '2026-10-24T00:00:00.000Z'],
  ])('%s', (_name, at, wanted) => expect(since(at)).toBe(wanted));

  it('of a tenant that never opens has no beginning', () => {
    expect(since('2026-03-02T09:00:00Z', { timezone: 'UTC', hours: [] })).toBe('ever');
  });

  it('begins where the later of two overlapping intervals ends', () => {
    const hours = [
      { day: 'mon', from: '20:00', to: '04:00' },
      { day: 'tue', from: '01:00', to: '02:00' },
    ];
    expect(since('2026-03-03T05:00:00Z', { timezone: 'UTC', hours })).toBe('2026-03-03T04:00:00.000Z');
  });
});
