import type { SessionId, TenantId } from '@tandem/schemas';
import { assert, integer, maxSafeNat, option, property, string, uuid } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineIds, tenantOfEngineConversation } from './engine-ids.ts';

/** contracts/botpress.md §1a: at most 70 characters, of these only. */
const allowed = /^[A-Za-z0-9_-]{1,70}$/;

const parts = (tenant: string, session: string, contactId: number | null, generation: number) => ({
  tenantId: tenant as TenantId,
  sessionId: session as SessionId,
  contactId,
  generation,
});

describe('our ids at the engine', () => {
  it('hold only what engines allow and give the tenant back', () =>
    assert(
      property(
        uuid(),
        uuid(),
        option(maxSafeNat()),
        integer({ min: 1, max: 999_999_999 }),
        (tenant, session, contact, generation) => {
          const { userId, conversationId } = engineIds(parts(tenant, session, contact, generation));
          expect(userId).toMatch(allowed);
          expect(conversationId).toMatch(allowed);
          expect(tenantOfEngineConversation(conversationId)).toBe(tenant);
        },
      ),
      { seed: 3 },
    ));

  const tenant = '0199b0a0-0000-7000-8000-000000000001';
  const session = '0199b0a0-0000-7000-8000-0000000000aa';

  it('are the same for the same session, and others for another tenant, session or generation', () => {
    const idsOf = (...given: Parameters<typeof parts>) => engineIds(parts(...given)).conversationId;
    const other = '0199b0a0-0000-7000-8000-000000000002';
    const first = idsOf(tenant, session, 5, 1);
    expect(idsOf(tenant, session, null, 1)).toBe(first);
    expect(
      new Set([first, idsOf(other, session, 5, 1), idsOf(tenant, other, 5, 1), idsOf(tenant, session, 5, 2)])
        .size,
    ).toBe(4);
  });

  it('know a customer by contact, so that all conversations of one are of one user', () => {
    const other = '0199b0a0-0000-7000-8000-0000000000bb';
    const userOf = (of: string, contactId: number | null) =>
      engineIds(parts(tenant, of, contactId, 1)).userId;
    expect(userOf(session, 5)).toBe(userOf(other, 5));
    expect(userOf(session, null)).not.toBe(userOf(other, null));
  });
});

describe('an id that is none of ours', () => {
  const ours = engineIds(parts(crypto.randomUUID(), crypto.randomUUID(), 1, 1));

  it.each([
    ['', 'nothing'],
    ['t42-cw9876', 'an id of the contract’s examples'],
    ['conv_01JFIXTUREUNKNOWN00000000Z', 'an id of Botpress'],
    [ours.userId, 'one of our user ids'],
    [`${ours.conversationId}x`, 'ours with an end'],
    [` ${ours.conversationId}`, 'ours with a beginning'],
    [`${ours.conversationId}\n`, 'ours with a line end'],
    [ours.conversationId.replace(/-\d+$/, ''), 'ours without generation'],
    [ours.conversationId.replace(/-\d+$/, '-1234567890'), 'ours with too long a generation'],
    [ours.conversationId.replaceAll(/[A-Za-z0-9]/g, 'é'), 'letters we do not use'],
  ])('%j tells no tenant: %s', (id) => expect(tenantOfEngineConversation(id)).toBeNull());

  it('tells no tenant, whatever it is', () =>
    assert(
      property(string({ unit: 'binary', maxLength: 90 }), (id) => {
        expect(tenantOfEngineConversation(id)).toBeNull();
      }),
      { seed: 4 },
    ));
});
