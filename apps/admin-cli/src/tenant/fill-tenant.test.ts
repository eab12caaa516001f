import { describe, expect, it } from 'vitest';
import { silentProgram } from '../../test/silent-program.ts';
import { fillTenant } from './fill-tenant.ts';

const fill = (line: string, known: string | null = null) =>
  fillTenant(silentProgram(), line.split(' '), () => known).join(' ');

describe('a tenant', () => {
  it.each([
    ['config get', 'config get @own'],
    ['--json config get', '--json config get @own'],
    [
      'keys revoke 01997d2f-0000-7000-8000-000000000002',
      'keys revoke @own 01997d2f-0000-7000-8000-000000000002',
    ],
    ['config set botName=x', 'config set @own botName=x'],
    ['kb replace faq.json', 'kb replace @own faq.json'],
    ['kb replace -', 'kb replace @own -'],
    ['config set --file c.json', 'config set @own --file c.json'],
    ['sessions list --limit 5', 'sessions list @own --limit 5'],
  ])('that is left out is the own one of the key: %s', (line, filled) => expect(fill(line)).toBe(filled));

  it('that is left out is the default one where there is one', () => {
    expect(fill('config get', 'acme')).toBe('config get acme');
    expect(fill('sync run --wait', 'acme')).toBe('sync run acme --wait');
    expect(fill('onboard onboarding.json', 'acme')).toBe('onboard acme onboarding.json');
  });

  it.each([
    ['config get --tenant acme', 'config get acme'],
    ['--tenant=acme config get', 'config get acme'],
    ['keys --tenant acme revoke x', 'keys revoke acme x'],
    ['sync run --tenant acme', 'sync run acme'],
    ['config set --tenant acme botName=x', 'config set acme botName=x'],
  ])('may be given as an option: %s', (line, filled) => expect(fill(line, 'other')).toBe(filled));

  it.each([
    'config get acme',
    'config set acme botName=x',
    'keys revoke acme 01997d2f-0000-7000-8000-000000000002',
    'tenants list',
    'sync run --all',
    'onboard --csv tenants.csv',
    'tenants show x!',
    'config get --help',
    'profiles use production --tenant acme',
  ])('stays where it is or is not meant: %s', (line) => expect(fill(line, 'other')).toBe(line));

  it('is asked for when the option names none', () =>
    expect(() => fill('config get --tenant')).toThrow('--tenant takes'));
});
