import { newId } from '@tandem/runtime';
import type { ConnectionId, ConversationKey, SessionId, TenantId } from '@tandem/schemas';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createRecordingIntake,
  engineConnectionOf,
  type RecordingIntake,
  requestOf,
} from '../../test/recording-intake.ts';
import { engineIds } from '../routing/engine-ids.ts';
import { receiveEngineWebhook } from './receive-engine-webhook.ts';

const secret = 'the secret';
const installationSecret = 'installation secret';

const native = engineConnectionOf('chat_api', { secrets: [secret] });
const generic = engineConnectionOf('generic', { secrets: [secret] });
const tenantId = newId<TenantId>();
const stranger = newId<TenantId>();
const placeOf = (tenant: TenantId): ConversationKey => ({
  tenantId: tenant,
  connectionId: newId<ConnectionId>(),
  conversationId: 9876,
});
const conversationOf = (tenant: TenantId) =>
  engineIds({ tenantId: tenant, sessionId: newId<SessionId>(), contactId: null, generation: 1 })
    .conversationId;
const nativeConversation = conversationOf(native.tenantId);
const sharedConversation = conversationOf(tenantId);
const sharedPlace = placeOf(tenantId);

let intake: RecordingIntake;
beforeEach(() => {
  intake = createRecordingIntake({
    botpressSecrets: [installationSecret],
    keys: { 'botpress native': native, 'botpress generic': generic },
    engineConversations: {
      [`${native.tenantId} ${nativeConversation}`]: placeOf(native.tenantId),
      [`${tenantId} ${sharedConversation}`]: sharedPlace,
    },
    references: { [`${generic.tenantId} 9876`]: placeOf(generic.tenantId), '- 9876': sharedPlace },
    tenants: { [tenantId]: { active: true, shared: true } },
  });
});

const said = (conversationId: string) => ({
  type: 'message_created',
  data: {
    id: 'message',
    conversationId,
    userId: 'bot',
    createdAt: '2026-03-02T09:00:00.000Z',
    payload: { type: 'text', text: 'hi' },
    isBot: true,
  },
});
const answer = (sessionId: string) => ({ sessionId, responses: [{ text: 'hi' }] });

const receive = (
  webhookKey: string | null,
  body: unknown,
  given = webhookKey === null ? installationSecret : secret,
) =>
  receiveEngineWebhook(intake.context, {
    webhookKey,
    request: requestOf({ headers: { 'x-webhook-token': given }, body }),
  });

const unknown = { status: 'ignored', reason: 'unknown conversation' };
const notFound = { status: 'not-found', reason: 'unknown conversation' };
const suspended = { status: 'not-found', reason: 'the tenant is suspended' };

describe('with a key a reply reaches only its tenant', () => {
  it('and is stored for it', async () => {
    expect(await receive('native', said(nativeConversation))).toMatchObject({
      status: 'accepted',
      tenantId: native.tenantId,
    });
    expect(await receive('generic', answer('9876'))).toMatchObject({
      status: 'accepted',
      tenantId: generic.tenantId,
    });
  });

  it('never that of a conversation whose id names another tenant', async () => {
    expect(await receive('native', said(sharedConversation))).toEqual(unknown);
    expect(intake.rows).toEqual([]);
  });

  it('is ignored by a native dialect, and 404 in the generic one, when the conversation is unknown', async () => {
    expect(await receive('native', said('nobody’s'))).toEqual(unknown);
    expect(await receive('generic', answer('1'))).toEqual(notFound);
  });

  it('not while the tenant is suspended, in either dialect', async () => {
    intake.world.keys['botpress native'] = { ...native, active: false };
    intake.world.keys['botpress generic'] = { ...generic, active: false };
    expect(await receive('native', said(nativeConversation))).toEqual(suspended);
    expect(await receive('generic', answer('9876'))).toEqual(suspended);
    expect(intake.rows).toEqual([]);
  });

  it('only in its own dialect', async () => {
    expect(await receive('generic', said(nativeConversation))).toMatchObject({ status: 'malformed' });
    expect(await receive('native', answer('9876'))).toMatchObject({ status: 'ignored' });
  });

  it('only with its own secret', async () => {
    const mismatch = { status: 'unauthorized', reason: 'mismatch' };
    expect(await receive('native', said(nativeConversation), installationSecret)).toEqual(mismatch);
  });
});

describe('a key that nobody has', () => {
  it('is unknown, before any proof is looked at', async () =>
    expect(await receive('other', '{', 'wrong')).toMatchObject({ status: 'not-found' }));
});

describe('without a key the tenant', () => {
  it('is the one that the conversation’s id carries', async () =>
    expect(await receive(null, said(sharedConversation))).toMatchObject({ status: 'accepted', tenantId }));

  it('is found by session in the installation’s account', async () =>
    expect(await receive(null, answer('9876'))).toMatchObject({ status: 'accepted', tenantId }));

  it.each([
    ['with a Botpress of its own', { active: true, shared: false }],
    ['that is gone', undefined],
  ])('is none %s', async (_name, tenant) => {
    if (tenant) intake.world.tenants[tenantId] = tenant;
    else delete intake.world.tenants[tenantId];
    expect(await receive(null, said(sharedConversation))).toEqual(unknown);
    expect(await receive(null, answer('9876'))).toEqual(notFound);
  });

  it('is not reached while it is suspended', async () => {
    intake.world.tenants[tenantId] = { active: false, shared: true };
    expect(await receive(null, said(sharedConversation))).toEqual(suspended);
    expect(await receive(null, answer('9876'))).toEqual(suspended);
  });

  it('is not guessed', async () => {
    expect(await receive(null, said(conversationOf(stranger)))).toEqual(unknown);
    expect(await receive(null, said('t42-cw9876'))).toEqual(unknown);
    expect(await receive(null, answer('9877'))).toEqual(notFound);
    expect(intake.rows).toEqual([]);
  });

  it('is not asked for a body in no dialect', async () =>
    expect(await receive(null, { hello: 1 })).toEqual({
      status: 'malformed',
      issues: [{ path: '', message: 'is not a body of any Botpress dialect' }],
    }));
});

describe('over messaging_api, which sends no proof', () => {
  const callback = (conversationId: string) => ({
    type: 'text',
    payload: { text: 'hi' },
    conversationId,
    botpressMessageId: 'm',
  });
  const probe = { type: 'test', payload: 'test' };
  const bare = (webhookKey: string | null, body: unknown, headers: Record<string, string> = {}) =>
    receiveEngineWebhook(intake.context, { webhookKey, request: requestOf({ headers, body }) });

  beforeEach(() => {
    const connection = { ...native, dialect: 'messaging_api' as const, pathKeyAlone: true };
    intake.world.keys['botpress messaging'] = connection;
  });

  it('the key in the path is proof enough, and a callback that comes twice is stored once', async () => {
    expect(await bare('messaging', callback(nativeConversation))).toMatchObject({
      status: 'accepted',
      tenantId: native.tenantId,
    });
    expect(await bare('messaging', callback(nativeConversation))).toMatchObject({ status: 'duplicate' });
    expect(intake.rows).toHaveLength(1);
  });

  it('a proof that is sent must hold all the same', async () =>
    expect(await bare('messaging', callback(nativeConversation), { 'x-webhook-token': 'wrong' })).toEqual({
      status: 'unauthorized',
      reason: 'mismatch',
    }));

  it('the probe of a new installation is answered and forgotten', async () => {
    const ignored = { status: 'ignored', reason: 'registration probe' };
    expect(await bare('messaging', probe)).toEqual(ignored);
    expect(await bare(installationSecret, probe)).toEqual(ignored);
    expect(intake.rows).toEqual([]);
  });

  it('a shared bot has a secret of the installation for a key', async () => {
    expect(await bare(installationSecret, callback(sharedConversation))).toMatchObject({
      status: 'accepted',
      tenantId,
    });
    expect(await bare(installationSecret, callback(nativeConversation))).toEqual(unknown);
    expect(await bare(null, callback(sharedConversation))).toMatchObject({ status: 'unauthorized' });
  });

  it('and only over it', async () =>
    expect(await bare(installationSecret, said(sharedConversation))).toMatchObject({ status: 'not-found' }));
});

it('rejects when it could not be stored', async () => {
  const context = { ...intake.context, accept: () => Promise.reject(new Error('the database is away')) };
  const request = requestOf({ headers: { 'x-webhook-token': secret }, body: answer('9876') });
  await expect(receiveEngineWebhook(context, { webhookKey: 'generic', request })).rejects.toThrow(
    'the database is away',
  );
  expect(intake.wakes).toEqual([]);
});
