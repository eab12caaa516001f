import type { Live } from '../open-live.ts';
import type { Rows } from '../row.ts';

const keyOf = async (live: Live, path: string, body: object): Promise<string> =>
  (await live.call('POST', path, body)).key.id;

async function userOf(live: Live, email = 'kim@acme.example'): Promise<string> {
  const path = `/tenants/${await live.tenant('acme')}/users`;
  const { users } = await live.call('GET', `${path}?limit=200`);
  const known = users.find((one: { email: string }) => one.email === email);
  return known?.id ?? (await live.call('POST', path, { email, role: 'agent' })).user.id;
}

/** Users and keys. */
export const peopleRows: Rows = {
  'users add': {
    words: async (live, run) => {
      await live.tenant('acme');
      return `users add acme kim${run}@acme.example --role admin`;
    },
    shows: /^email +kim@acme\.example$/m,
  },
  'users list': { words: () => 'users list acme --limit 1', shows: /kim@acme\.example/ },
  'users show': {
    words: async (live) => `users show acme ${await userOf(live)}`,
    shows: /^email +kim@acme\.example$/m,
  },
  'users update': {
    words: async (live) => `users update acme ${await userOf(live)} --role owner`,
    shows: /^role +owner$/m,
  },
  'users remove': {
    words: async (live, run) => `users remove acme ${await userOf(live, `lee${run}@acme.example`)}`,
    shows: /^keysEnded +0$/m,
  },
  'keys create': {
    words: async (live) => {
      await live.tenant('acme');
      return 'keys create acme "CRM export" --role agent';
    },
    shows: /^secret +tdm_/m,
  },
  'keys list': { words: () => 'keys list acme --limit 1', shows: /CRM export/ },
  'keys rotate': {
    words: async (live) => {
      const id = await live.tenant('acme');
      const body = { name: 'CRM export', role: 'agent' };
      return `keys rotate acme ${await keyOf(live, `/tenants/${id}/keys`, body)} --overlap 48`;
    },
    shows: /before that ends: \d{4}-/,
  },
  'keys revoke': {
    words: async (live) => {
      const id = await live.tenant('acme');
      const body = { name: 'CRM export', role: 'agent' };
      return `keys revoke acme ${await keyOf(live, `/tenants/${id}/keys`, body)}`;
    },
    shows: /^revokedAt +\d/m,
  },
  'platform-keys create': { words: () => 'platform-keys create Billing', shows: /^role +platform$/m },
  'platform-keys list': { words: () => 'platform-keys list --limit 1', shows: /Billing/ },
  'platform-keys rotate': {
    words: async (live) => `platform-keys rotate ${await keyOf(live, '/keys', { name: 'Billing' })}`,
    shows: /^secret +tdm_/m,
  },
  'platform-keys revoke': {
    words: async (live) => `platform-keys revoke ${await keyOf(live, '/keys', { name: 'Billing' })}`,
    shows: /^revokedAt +\d/m,
  },
};
