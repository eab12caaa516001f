import { newId } from '@tandem/runtime';
import type { Role, TenantId } from '@tandem/schemas';
import { mintTenant, testActor } from '@tandem/testkit';
import type { Admin } from '../open-admin.ts';
import { seedMessage, seedSession } from '../seed-conversation.ts';

/** Ids of things that are really there: what the rows of `sample-inputs.ts` are filled with. */
export type Ids = Awaited<ReturnType<typeof seedIds>>;

/** An upstream that refuses the connection at once. */
export const nobodyListens = 'http://127.0.0.1:9';

/** A tenant with something of everything that a procedure can name, and a key of the platform. */
export async function seedIds(admin: Admin) {
  const now = admin.clock.now();
  const { tenantId, scope } = await mintTenant(admin.database, {
    name: 'Matrix',
    now,
    config: { botName: 'Ada', welcomeMessage: 'Hello' },
    knowledgeBase: [{ question: 'When are you open?', answer: 'From nine to five.', tags: ['hours'] }],
    chatwoot: { baseUrl: nobodyListens },
    botpress: { dialect: 'generic', endpointUrl: nobodyListens, webhookSecrets: ['s'.repeat(20)] },
  });
  const session = await seedSession(admin.database, { tenantId, at: now });
  const message = await seedMessage(admin.database, { session, at: now });
  const dead = await seedMessage(admin.database, {
    session,
    at: now,
    end: { kind: 'dead', reason: 'internal error' },
  });
  await scope.deadLetters.addMessages([dead.id], now);
  const user = await scope.users.create({
    email: `${newId<string>()}@acme.example`,
    role: 'admin',
    actor: testActor,
    now,
  });
  const syncRun = await scope.syncRuns.request({ configVersion: 1, actor: testActor, now });
  const order = { id: newId<string>(), subject: { who: { contactId: 1 } }, actor: testActor, now };
  const erasure = await scope.erasures.request(order);
  return {
    tenantId,
    receiptId: erasure.id,
    sessionId: session.id,
    messageId: message.id,
    deadLetterId: dead.id,
    userId: user.id,
    syncRunId: syncRun.id,
    keyId: (await makeKey(admin, { tenantId, role: 'agent' })).id,
    platformKeyId: (await makeKey(admin, { tenantId: null, role: 'platform' })).id,
  };
}

/** A key that works, or one that has ended. */
export async function makeKey(
  admin: Admin,
  input: { tenantId: TenantId | null; role: Role; ended?: 'revoked' | 'expired' },
): Promise<{ id: string; secret: string }> {
  const { tenantId, role, ended } = input;
  const now = admin.clock.now();
  const { apiKeys } = admin.database.platform;
  const expiresAt = ended === 'expired' ? new Date(now.getTime() - 1) : null;
  const { key, secret } = await apiKeys.create({
    tenantId,
    name: role,
    role,
    expiresAt,
    actor: testActor,
    now,
  });
  if (ended === 'revoked') await apiKeys.revoke({ tenantId, id: key.id, actor: testActor, now });
  return { id: key.id, secret };
}

/** A working key of each role: the tenant's, and one of the platform. */
export async function makeKeys(admin: Admin, tenantId: TenantId): Promise<Record<Role, string>> {
  const secretOf = async (role: Role) =>
    (await makeKey(admin, { tenantId: role === 'platform' ? null : tenantId, role })).secret;
  return {
    agent: await secretOf('agent'),
    admin: await secretOf('admin'),
    owner: await secretOf('owner'),
    platform: await secretOf('platform'),
  };
}
