import { expect, it } from 'vitest';
import { unknownNames } from './unknown-names.ts';

const known = [
  'LIMIT_INBOX_SOFT_PER_MIN',
  'LIMIT_INBOX_HARD_PER_MIN',
  'TANDEM_ROOT_KEY',
  'CHATWOOT_BASE_URL',
];

it('names what is named like ours and read by nobody, with what was meant', () => {
  const environment = {
    PATH: '/bin',
    TANDEM_ROOT_KEY_FILE: '/run/secrets/key',
    LIMIT_INBOX_SOFT_PERMIN: '5',
    TANDEM_ROOTKEY: 'hunter2',
    CHATWOOT_BASEURL_FILE: '/x',
    BOTPRESS_SOMETHING_ELSE: 'y',
  };
  expect(unknownNames(known, environment)).toEqual([
    { name: 'BOTPRESS_SOMETHING_ELSE', nearest: null },
    { name: 'CHATWOOT_BASEURL_FILE', nearest: 'CHATWOOT_BASE_URL' },
    { name: 'LIMIT_INBOX_SOFT_PERMIN', nearest: 'LIMIT_INBOX_SOFT_PER_MIN' },
    { name: 'TANDEM_ROOTKEY', nearest: 'TANDEM_ROOT_KEY' },
  ]);
});

it('says nothing of what is read', () => {
  expect(unknownNames(known, { LIMIT_INBOX_HARD_PER_MIN: '', CHATWOOT_BASE_URL: 'x' })).toEqual([]);
});
