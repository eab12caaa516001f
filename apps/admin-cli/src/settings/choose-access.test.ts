import { describe, expect, it } from 'vitest';
import { chooseAccess, defaultUrl } from './choose-access.ts';

const settings = {
  current: 'home',
  profiles: {
    home: { url: 'https://home.example', key: 'home-key', tenant: 'acme' },
    work: { url: 'https://work.example/', key: 'work-key' },
  },
};
const environment = { TANDEM_URL: 'https://env.example', TANDEM_KEY: 'env-key', TANDEM_TENANT: 'envy' };

describe('the address, the key and the tenant', () => {
  it.each([
    ['nothing', {}, {}, { profiles: {} }, [defaultUrl, null, null]],
    ['the current profile', {}, {}, settings, ['https://home.example', 'home-key', 'acme']],
    ['the environment over it', {}, environment, settings, ['https://env.example', 'env-key', 'envy']],
    [
      'flags over both',
      { url: 'https://flag.example', key: 'flag-key' },
      environment,
      settings,
      ['https://flag.example', 'flag-key', 'envy'],
    ],
    [
      'a profile named by a flag, which is one',
      { profile: 'work' },
      environment,
      settings,
      ['https://work.example/', 'work-key', null],
    ],
    [
      'a profile named by the environment',
      {},
      { TANDEM_PROFILE: 'work' },
      settings,
      ['https://work.example/', 'work-key', null],
    ],
    [
      'an empty variable as none',
      {},
      { TANDEM_URL: '', TANDEM_KEY: '' },
      settings,
      ['https://home.example', 'home-key', 'acme'],
    ],
  ] as const)('come from %s', (_what, flags, variables, kept, [url, key, tenant]) => {
    expect(chooseAccess(flags, variables, kept)).toMatchObject({ url, key, tenant });
  });

  it("never send a profile's key to another address", () => {
    expect(chooseAccess({ url: 'https://flag.example' }, {}, settings).key).toBeNull();
    expect(chooseAccess({}, { TANDEM_URL: 'https://env.example' }, settings).key).toBeNull();
    expect(chooseAccess({ url: 'https://home.example/' }, {}, settings).key).toBe('home-key');
  });

  it('say which profiles there are when one is named that is not', () => {
    expect(() => chooseAccess({ profile: 'wrok' }, {}, settings)).toThrow('Profiles: home, work');
    expect(() => chooseAccess({}, { TANDEM_PROFILE: 'constructor' }, settings)).toThrow('no profile');
  });
});
