import type { Config } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { isOpen } from './is-open.ts';

type BusinessHours = NonNullable<Config['businessHours']>;

const hours = (day: string, from: string, to: string, more: Partial<BusinessHours> = {}): BusinessHours => ({
  timezone: 'UTC',
  hours: [{ day, from, to }],
  ...more,
});

const open = (given: BusinessHours, at: string) => isOpen(given, new Date(at));

describe('days', () => {
  // 2 March 2026 is a Monday.
  const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const openDays = (day: string) =>
    names.filter((_, index) => open(hours(day, '09:00', '17:00'), `2026-03-0${2 + index}T12:00:00Z`));

  it.each([
    ['mon', ['mon']],
    ['mon-fri', ['mon', 'tue', 'wed', 'thu', 'fri']],
    ['sat-mon', ['mon', 'sat', 'sun']],
    ['sun-sat', names],
    ['fri-fri', ['fri']],
    ['mon,wed-thu,sun', ['mon', 'wed', 'thu', 'sun']],
    ['fri-sun,tue', ['tue', 'fri', 'sat', 'sun']],
  ])('%s are %s', (day, wanted) => expect(openDays(day)).toEqual(wanted));

  it('may have several intervals', () => {
    const split = {
      timezone: 'UTC',
      hours: [
        { day: 'mon', from: '09:00', to: '12:00' },
        { day: 'mon', from: '13:00', to: '17:00' },
      ],
    };
    expect(['11:59', '12:00', '12:59', '13:00'].map((time) => open(split, `2026-03-02T${time}:00Z`))).toEqual(
      [true, false, false, true],
    );
  });
});

describe('an interval', () => {
  it.each([
    ['08:59:59', false],
    ['09:00:00', true],
    ['16:59:59', true],
    ['17:00:00', false],
  ])('from 09:00 to 17:00 at %s is %s', (time, wanted) =>
    expect(open(hours('mon', '09:00', '17:00'), `2026-03-02T${time}Z`)).toBe(wanted),
  );

  it('to 24:00 lasts until midnight and no longer', () => {
    const late = hours('mon', '18:00', '24:00');
    expect(open(late, '2026-03-02T23:59:59Z')).toBe(true);
    expect(open(late, '2026-03-03T00:00:00Z')).toBe(false);
    expect(open(hours('mon', '00:00', '24:00'), '2026-03-02T00:00:00Z')).toBe(true);
  });

  it.each([
    ['2026-03-06T21:59:00Z', false],
    ['2026-03-06T22:00:00Z', true],
    ['2026-03-07T01:59:00Z', true],
    ['2026-03-07T02:00:00Z', false],
    ['2026-03-06T01:00:00Z', false],
  ])('over midnight belongs to the day it begins on: fri 22:00–02:00 at %s is %s', (at, wanted) =>
    expect(open(hours('fri', '22:00', '02:00'), at)).toBe(wanted),
  );
});

describe('a holiday', () => {
  it('closes the whole day', () => {
    const given = hours('mon-sun', '09:00', '17:00', { holidays: ['2026-12-25'] });
    expect(open(given, '2026-12-25T12:00:00Z')).toBe(false);
    expect(open(given, '2026-12-26T12:00:00Z')).toBe(true);
  });

  it('may have hours of its own, which take the place of the usual ones', () => {
    const given = hours('mon-sun', '09:00', '17:00', {
      holidays: [{ date: '2026-12-24', from: '08:00', to: '12:00' }],
    });
    expect(open(given, '2026-12-24T08:30:00Z')).toBe(true);
    expect(open(given, '2026-12-24T12:00:00Z')).toBe(false);
  });

  it('ends no night that began the day before, and begins none of its own', () => {
    const given = hours('mon-sun', '22:00', '02:00', { holidays: ['2026-12-25'] });
    expect(open(given, '2026-12-25T01:00:00Z')).toBe(true);
    expect(open(given, '2026-12-25T23:00:00Z')).toBe(false);
    expect(open(given, '2026-12-26T01:00:00Z')).toBe(false);
  });

  it('is a day of the tenant, not of Greenwich', () => {
    const given = hours('mon-sun', '00:00', '24:00', { timezone: 'Asia/Tokyo', holidays: ['2026-12-25'] });
    expect(open(given, '2026-12-24T15:00:00Z')).toBe(false);
    expect(open(given, '2026-12-25T15:00:00Z')).toBe(true);
  });
});

describe('the time zone', () => {
  it.each([
    ['Europe/Berlin', '2026-01-05T08:00:00Z', true],
    ['Europe/Berlin', '2026-07-06T07:00:00Z', true],
    ['Europe/Berlin', '2026-07-06T15:00:00Z', false],
    ['Asia/Kolkata', '2026-03-02T03:30:00Z', true],
    ['Asia/Kolkata', '2026-03-02T03:29:00Z', false],
    ['Pacific/Kiritimati', '2026-03-01T19:00:00Z', true],
    ['Pacific/Pago_Pago', '2026-03-02T20:00:00Z', true],
  ])('decides what is Monday 09:00–17:00: %s at %s is %s', (timezone, at, wanted) =>
    expect(open(hours('mon', '09:00', '17:00', { timezone }), at)).toBe(wanted),
  );
});

/** In Berlin Sunday 29 March 2026 has 23 hours and Sunday 25 October 2026 has 25. */
describe('the night of a clock change', () => {
  const night = hours('sun', '20:00', '02:00', { timezone: 'Europe/Berlin' });

  it.each([
    ['in spring at 00:30 on Monday', '2026-03-29T22:30:00Z', true],
    ['in spring at 01:59 on Monday', '2026-03-29T23:59:00Z', true],
    ['in spring at 02:00 on Monday', '2026-03-30T00:00:00Z', false],
    ['in spring at 00:30 on Sunday, which is Saturday night', '2026-03-28T23:30:00Z', false],
    ['in autumn at 00:30 on Monday', '2026-10-25T23:30:00Z', true],
    ['in autumn at 02:00 on Monday', '2026-10-26T01:00:00Z', false],
  ])('%s: Sunday 20:00–02:00 is open: %s %s', (_name, at, wanted) => expect(open(night, at)).toBe(wanted));

  it('in autumn opens during both of the hours that are called 02:30', () => {
    const given = hours('sun', '02:00', '03:00', { timezone: 'Europe/Berlin' });
    expect(open(given, '2026-10-25T00:30:00Z')).toBe(true);
    expect(open(given, '2026-10-25T01:30:00Z')).toBe(true);
    expect(open(given, '2026-10-25T02:00:00Z')).toBe(false);
  });

  it('keeps Saturday night out of Monday', () => {
    const saturday = hours('sat', '20:00', '02:00', { timezone: 'Europe/Berlin' });
    expect(open(saturday, '2026-03-29T22:30:00Z')).toBe(false);
  });
});
