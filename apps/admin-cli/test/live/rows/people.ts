import { expect } from 'vitest';
import type { Live } from '../open-live.ts';
import type { Rows } from '../row.ts';

const keyOf = async (live: Live, path: string, body: object): Promise<string> =>
  (await live.call('POST', path, body)).key.id;

/** Users, keys and conversations. */
export const peopleRows: Rows = {
  'users create': {
    words: async (live, run) => {
      await live.tenant('acme');
      return `users create acme kim${run}@acme.example --role admin`;
    },
    shows: /^email +kim@acme\.example$/m,
  },
  'users list': { words: () => 'users list acme', shows: /kim@acme\.example/ },
  'keys create': {
    words: () => 'keys create acme "CRM export" --role agent',
    shows: /^secret +tdm_/m,
  },
  'keys list': { words: () => 'keys list acme --limit 1', shows: /CRM export/ },
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
  'platform-keys revoke': {
    words: async (live) => `platform-keys revoke ${await keyOf(live, '/keys', { name: 'Billing' })}`,
    shows: /^revokedAt +\d/m,
  },
  'sessions list': {
    words: async (live) => {
      await live.conversation();
      return `sessions list ${live.demo.slug} --limit 1`;
    },
    shows: /^id +conversationId +owner/m,
  },
  'sessions show': {
    words: async (live) => `sessions show ${live.demo.slug} ${(await live.conversation()).sessionId}`,
    shows: /^owner +bot$/m,
  },
  'sessions handoff': {
    words: async (live) =>
      `sessions handoff ${live.demo.slug} ${(await live.conversation()).sessionId} --reason "a VIP"`,
    shows: /^owner +human$/m,
  },
  'sessions release': {
    words: async (live) => {
      const { sessionId } = await live.conversation();
      await live.call('POST', `/tenants/${live.demo.tenantId}/sessions/${sessionId}/handoff`, {});
      return `sessions release ${live.demo.slug} ${sessionId}`;
    },
    shows: /^owner +bot$/m,
  },
  // What waits differs from moment to moment.
  queues: { words: () => 'queues', shows: /^to-engine /m, isHidden: true },
  why: {
    words: async (live) => {
      const { sessionId, conversationId } = await live.conversation();
      const at = `/tenants/${live.demo.tenantId}`;
      await live.call('POST', `${at}/sessions/${sessionId}/handoff`, { reason: 'a VIP' });
      const { accountId } = live.demo;
      const said = { accountId, conversationId, text: 'Are you there?' };
      const { messageId } = live.chatwoot.customerSends(said);
      const isEnded = async () =>
        (await live.call('GET', `${at}/messages/${messageId}/why`).catch(() => null))?.trail.end != null;
      await expect.poll(isEnded, { timeout: 30_000 }).toBe(true);
      live.stands.set(String(messageId), '88123');
      return `why ${live.demo.slug} ${messageId}`;
    },
    shows: /^End +/m,
  },
};
