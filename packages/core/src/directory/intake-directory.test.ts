import { newId } from '@tandem/runtime';
import type { ConnectionId, ConversationKey, SessionId, TenantId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { type MintedTenant, mintChatwoot, mintTenant, testActor, testSealer } from '@tandem/testkit/tenants';
import { TestClock } from '@tandem/testkit/test-clock';
import { afterAll, describe, expect, it } from 'vitest';
import { installationOf, openMemoryDirectory } from '../../test/memory-directory.ts';
import { unowned } from '../ownership/owner-states.ts';
import { createIntakeDirectory } from './create-intake-directory.ts';

let statements = 0;
const database = openTestDatabase({ onStatement: () => void ++statements });
afterAll(() => database.close());

const clock = new TestClock();
const { baseUrl, accountId } = mintChatwoot();
const installation = { baseUrl, accountId };
const upstreams = installationOf(installation);
const { directory: context, forget } = openMemoryDirectory({ database, upstreams, clock });
const directory = createIntakeDirectory(context);

const mint = (input: Parameters<typeof mintTenant>[1]) =>
  mintTenant(database, { now: clock.now(), ...input });
const suspend = ({ tenantId }: MintedTenant) =>
  database.platform.tenants.patch(tenantId, { status: 'suspended', actor: testActor, now: clock.now() });
let inboxes = 0;
const newInbox = () => ++inboxes;

/** A session of a tenant, as its first message makes it. */
async function openSession(tenant: MintedTenant, connectionId: ConnectionId, conversationId = newInbox()) {
  const id = newId<SessionId>();
  const session = {
    id,
    connectionId,
    conversationId,
    inboxId: null,
    contactId: null,
    contactName: null,
    engineUserId: `u-${id}`,
    engineConversationId: `c-${id}`,
    state: unowned(clock.now()),
    at: clock.now(),
  };
  await tenant.scope.sessions.create(session);
  const place: ConversationKey = { tenantId: tenant.tenantId, connectionId, conversationId };
  return { ...session, place };
}

describe('by webhook key', () => {
  it('a connection is found with its own secrets opened, and warm without a statement', async () => {
    const tenant = await mint({
      chatwoot: { inboxId: 5, webhookSecrets: ['one', 'two'], allowUnsigned: true },
    });
    const key = tenant.chatwoot?.webhookKey ?? '';
    const found = await directory.byKey('chatwoot', key);
    expect(found).toEqual({
      tenantId: tenant.tenantId,
      connectionId: tenant.chatwoot?.connection.id,
      active: true,
      dialect: null,
      accountId: tenant.chatwoot?.connection.accountId,
      inboxId: 5,
      secrets: ['one', 'two'],
      awaitsSecretUntilMs: null,
      pathKeyAlone: true,
      welcomesOnOpen: false,
      answerWhen: 'pending',
      autoResumeMinutes: null,
      retired: [],
    });
    const before = statements;
    expect(directory.byKey('chatwoot', key)).toEqual(found);
    expect(statements).toBe(before);
  });

  it('nobody is found for a key of the other provider, or of nobody', async () => {
    const tenant = await mint({ chatwoot: {}, botpress: { dialect: 'generic' } });
    expect(await directory.byKey('botpress', tenant.chatwoot?.webhookKey ?? '')).toBeNull();
    expect(await directory.byKey('chatwoot', tenant.botpress?.webhookKey ?? '')).toBeNull();
    for (const key of ['', 'nobody’s', 'x'.repeat(5_000), '🦊', '../..']) {
      expect(await directory.byKey('chatwoot', key)).toBeNull();
    }
  });

  it('an engine’s connection says its dialect; only messaging_api is proved by its path', async () => {
    for (const [dialect, pathKeyAlone] of [
      ['generic', false],
      ['chat_api', false],
      ['messaging_api', true],
    ] as const) {
      const tenant = await mint({ botpress: { dialect } });
      const found = await directory.byKey('botpress', tenant.botpress?.webhookKey ?? '');
      expect(found).toMatchObject({ dialect, pathKeyAlone, accountId: null });
    }
  });

  it('a suspended tenant’s connection is found, inactive', async () => {
    const tenant = await mint({ chatwoot: {} });
    await suspend(tenant);
    expect(await directory.byKey('chatwoot', tenant.chatwoot?.webhookKey ?? '')).toMatchObject({
      active: false,
    });
  });

  it('a replaced secret stays valid for its overlap and no longer', async () => {
    const tenant = await mint({ chatwoot: { webhookSecrets: ['old'] } });
    const { connections } = tenant.scope;
    await connections.write({
      provider: 'chatwoot',
      settings: { webhookSecrets: ['new'] },
      secretSettings: ['botToken', 'adminToken', 'webhookSecrets'],
      sealer: testSealer,
      actor: testActor,
      installation: null,
      mayClaimDefault: true,
      now: clock.now(),
    });
    const key = tenant.chatwoot?.webhookKey ?? '';
    expect((await directory.byKey('chatwoot', key))?.secrets).toEqual(['new', 'old']);
    clock.advance(24 * 3_600_000);
    expect((await directory.byKey('chatwoot', key))?.secrets).toEqual(['new']);
  });
});

describe('by inbox of the installation’s Chatwoot', () => {
  it('its tenant is found with the installation’s secrets, with and without the account', async () => {
    const inbox = newInbox();
    const tenant = await mint({ installation, config: { chatwootInboxId: `${inbox}` } });
    const found = await directory.byInbox(accountId, inbox);
    expect(found).toMatchObject({
      tenantId: tenant.tenantId,
      active: true,
      accountId,
      inboxId: inbox,
      secrets: upstreams.chatwootSecrets,
    });
    expect(await directory.byInbox(null, inbox)).toEqual(found);
    const before = statements;
    expect(await directory.byInbox(null, inbox)).toEqual(found);
    expect(statements).toBe(before);
  });

  it('nobody is found in another account or for an inbox that nobody has', async () => {
    const inbox = newInbox();
    await mint({ installation, config: { chatwootInboxId: `${inbox}` } });
    expect(await directory.byInbox(accountId + 1, inbox)).toBeNull();
    expect(await directory.byInbox(accountId, newInbox())).toBeNull();
  });

  it('a suspension is seen once the news of it is', async () => {
    const inbox = newInbox();
    const tenant = await mint({ installation, config: { chatwootInboxId: `${inbox}` } });
    expect(await directory.byInbox(accountId, inbox)).toMatchObject({ active: true });
    await suspend(tenant);
    forget();
    expect(await directory.byInbox(accountId, inbox)).toMatchObject({ active: false });
  });
});

it('a tenant of the shared bot is one without a Botpress of its own', async () => {
  const [shared, own] = [await mint({}), await mint({ botpress: { dialect: 'generic' } })];
  const find = (tenantId: TenantId) => directory.sharedEngineTenant(tenantId);
  expect(await find(shared.tenantId)).toEqual({ active: true, shared: true, channelConnectionId: null });
  expect(await find(own.tenantId)).toEqual({ active: true, shared: false, channelConnectionId: null });
  await suspend(shared);
  forget();
  expect(await find(shared.tenantId)).toMatchObject({ active: false, shared: true });
  expect(await find(newId<TenantId>())).toBeNull();
});

describe('a session', () => {
  it('is found by the engine’s conversation within its tenant only, and warm without a statement', async () => {
    const [tenant, stranger] = [await mint({ chatwoot: {} }), await mint({ chatwoot: {} })];
    const connectionId = tenant.chatwoot?.connection.id ?? newId<ConnectionId>();
    const session = await openSession(tenant, connectionId);
    const find = (tenantId: TenantId) =>
      directory.sessionOfEngineConversation(tenantId, session.engineConversationId);
    expect(await find(tenant.tenantId)).toEqual(session.place);
    expect(await find(stranger.tenantId)).toBeNull();
    const before = statements;
    expect(await find(tenant.tenantId)).toEqual(session.place);
    expect(statements).toBe(before);
  });

  it('is simply unknown by an id of any characters', async () => {
    const { tenantId } = await mint({});
    for (const id of ['', 'ü🦊', '\u0000', '\ud83e', "' OR 1=1 --", '%', 'x'.repeat(200)]) {
      expect(await directory.sessionOfEngineConversation(tenantId, id)).toBeNull();
    }
  });

  it('is found by our id or Chatwoot’s within its tenant', async () => {
    const [tenant, stranger] = [await mint({ chatwoot: {} }), await mint({ chatwoot: {} })];
    const session = await openSession(tenant, tenant.chatwoot?.connection.id ?? newId<ConnectionId>());
    for (const reference of [session.id, session.id.toUpperCase(), `${session.conversationId}`]) {
      expect(await directory.sessionOfReference(tenant.tenantId, reference)).toEqual(session.place);
      expect(await directory.sessionOfReference(stranger.tenantId, reference)).toBeNull();
      // It is on a Chatwoot of the tenant's own: the keyless route reaches only the installation's.
      expect(await directory.sessionOfReference(null, reference)).toBeNull();
    }
  });

  it('on the installation’s Chatwoot is found without a tenant, unless more than one has it', async () => {
    const config = () => ({ chatwootInboxId: `${newInbox()}` });
    const [tenant, other] = [
      await mint({ installation, config: config() }),
      await mint({ installation, config: config() }),
    ];
    const connectionOf = async (of: MintedTenant) =>
      (await of.scope.connections.active('chatwoot'))?.id ?? newId<ConnectionId>();
    const session = await openSession(tenant, await connectionOf(tenant), 1_000_000 + newInbox());
    const reference = `${session.conversationId}`;
    expect(await directory.sessionOfReference(null, reference)).toEqual(session.place);
    expect(await directory.sessionOfReference(null, session.id)).toEqual(session.place);
    await openSession(other, await connectionOf(other), session.conversationId);
    expect(await directory.sessionOfReference(null, reference)).toBeNull();
    expect(await directory.sessionOfReference(null, session.id)).toEqual(session.place);
  });

  it('of an older connection gives way to that of the one in use', async () => {
    const tenant = await mint({ chatwoot: {} });
    const old = await openSession(tenant, newId<ConnectionId>());
    const current = await openSession(
      tenant,
      tenant.chatwoot?.connection.id ?? newId<ConnectionId>(),
      old.conversationId,
    );
    expect(await directory.sessionOfReference(tenant.tenantId, `${old.conversationId}`)).toEqual(
      current.place,
    );
  });

  it.each([
    '',
    '0',
    '-1',
    '1.5',
    '1e3',
    '９',
    '9007199254740993',
    '99999999999999999999',
    'null',
    '{}',
    '\u0000',
  ])('is unknown by %j', async (reference) => {
    const { tenantId } = await mint({});
    expect(await directory.sessionOfReference(tenantId, reference)).toBeNull();
    expect(await directory.sessionOfReference(null, reference)).toBeNull();
  });
});
