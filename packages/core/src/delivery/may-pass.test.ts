import type { Outbound } from '@tandem/db';
import { newId } from '@tandem/runtime';
import type { OutboundId, SessionId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { mintTenant } from '@tandem/testkit/tenants';
import { afterAll, describe, expect, it } from 'vitest';
import { receivedAt as at, storedConversation } from '../../test/stored-conversation.ts';
import { unowned } from '../ownership/owner-states.ts';
import { mayPass, ownerFor } from './may-pass.ts';

const database = openTestDatabase();
afterAll(() => database.close());

const things: [Outbound['kind'], object][] = [
  ['reply', { type: 'text', text: 'hi' }],
  ['welcome', { type: 'text', text: 'hi' }],
  ['notice', { type: 'text', text: 'hi' }],
  ['handoff-notice', { type: 'text', text: 'hi' }],
  ['status', { status: 'open' }],
  ['status', { status: 'pending' }],
  ['handoff', { step: 'labels', labels: ['handoff'] }],
  ['assignment', { step: 'assign', to: [] }],
  ['action', { step: 'labels', labels: ['booking'] }],
];
const ownerships = [
  { owner: 'bot', agentReplied: false },
  { owner: 'human', agentReplied: false },
  { owner: 'human', agentReplied: true },
] as const;

/** Whether a send of a fresh session that is owned so can be claimed. */
async function isClaimed(
  kind: Outbound['kind'],
  payload: object,
  owned: (typeof ownerships)[number] & { ownerSince?: Date },
) {
  const { tenantId } = await mintTenant(database);
  const { key, scope } = storedConversation(database, tenantId);
  const id = newId<SessionId>();
  const ids = { engineUserId: `u-${id}`, engineConversationId: `c-${id}` };
  const about = { inboxId: 42, contactId: null, contactName: null, locale: null };
  await scope.sessions.create({ ...key, ...about, ...ids, id, state: { ...unowned(at), ...owned }, at });
  const outboundId = newId<OutboundId>();
  const message = { id: outboundId, turnId: null, inboundId: null, kind, payload: JSON.stringify(payload) };
  const append = scope.outbound.append({ ...key, sessionId: id }, [
    { ...message, expiresAt: new Date(at.getTime() + 60_000), createdAt: at },
  ]);
  await scope.atomically(append);
  const session = await scope.sessions.find(key);
  const [outbound] = await scope.outbound.open(key, 1);
  if (!session || !outbound) throw new Error('nothing is there to be sent');
  const claimed = await scope.outbound.claim(outboundId, {
    sessionId: id,
    kind,
    owner: ownerFor(outbound),
    at,
  });
  return { claimed, allowed: mayPass(outbound, session) };
}

describe('the claim of a send asks in SQL what the function says', () => {
  for (const [kind, payload] of things) {
    it.each(ownerships)(
      `of ${kind} ${JSON.stringify(payload)} while $owner owns, replied: $agentReplied`,
      async (owned) => {
        const { claimed, allowed } = await isClaimed(kind, payload, owned);
        expect(claimed).toBe(allowed);
      },
    );
  }

  it('lets the bot say nothing while a human owns, and no notice follow an agent’s word', async () => {
    const replied = { owner: 'human', agentReplied: true } as const;
    const waiting = { owner: 'human', agentReplied: false } as const;
    const text = { type: 'text', text: 'hi' };
    expect((await isClaimed('reply', text, waiting)).claimed).toBe(false);
    expect((await isClaimed('notice', text, waiting)).claimed).toBe(true);
    expect((await isClaimed('notice', text, replied)).claimed).toBe(false);
  });

  it('lets nobody be told of a handoff that is over, also when another one has followed', async () => {
    const bot = { owner: 'bot', agentReplied: false } as const;
    const human = { owner: 'human', agentReplied: false } as const;
    const text = { type: 'text', text: 'hi' };
    expect((await isClaimed('handoff-notice', text, human)).claimed).toBe(true);
    expect((await isClaimed('handoff-notice', text, bot)).claimed).toBe(false);
    const later = { ...human, ownerSince: new Date(at.getTime() + 1) };
    expect(await isClaimed('handoff-notice', text, later)).toEqual({ claimed: false, allowed: false });
  });
});
