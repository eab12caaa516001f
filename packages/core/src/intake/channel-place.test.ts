import { beforeEach, describe, expect, it } from 'vitest';
import {
  connectionOf,
  createRecordingIntake,
  type RecordingIntake,
  requestOf,
} from '../../test/recording-intake.ts';
import { receiveChannelWebhook } from './receive-channel-webhook.ts';

const secret = 'the secret';
const keyed = connectionOf({ accountId: 7, inboxId: 42, secrets: [secret] });
const shared = connectionOf({ accountId: 7 });

let intake: RecordingIntake;
beforeEach(() => {
  intake = createRecordingIntake({
    chatwootSecrets: ['installation secret'],
    keys: { 'chatwoot key': keyed },
    inboxes: { '7 42': shared, '0 43': shared },
  });
});

interface Place {
  account?: number | null;
  inbox?: number | null;
}

const bodyOf = ({ account = 7, inbox = 42 }: Place = {}) => ({
  event: 'message_created',
  id: 5,
  message_type: 'incoming',
  content: 'hello',
  ...(account !== null && { account: { id: account } }),
  conversation: { id: 9876, status: 'pending', ...(inbox !== null && { inbox_id: inbox }) },
});

const receive = (
  webhookKey: string | null,
  place?: Place,
  given = webhookKey === null ? 'installation secret' : secret,
) =>
  receiveChannelWebhook(intake.context, {
    webhookKey,
    request: requestOf({ headers: { 'x-webhook-token': given }, body: bodyOf(place) }),
  });

const unknown = { status: 'not-found', reason: 'no active tenant answers this inbox' };

describe('with a key a webhook reaches only its connection', () => {
  it('and is stored for its tenant', async () => {
    expect(await receive('key')).toMatchObject({ status: 'accepted', tenantId: keyed.tenantId });
    expect(intake.rows).toMatchObject([{ tenantId: keyed.tenantId, connectionId: keyed.connectionId }]);
  });

  it.each([
    ['another account', { account: 8 }],
    ['another inbox', { inbox: 43 }],
  ])('not from %s', async (_name, place) => {
    expect(await receive('key', place)).toEqual(unknown);
    expect(intake.rows).toEqual([]);
  });

  it.each([
    ['no account', { account: null }],
    ['no inbox', { inbox: null }],
  ])('also when it names %s', async (_name, place) =>
    expect(await receive('key', place)).toMatchObject({ status: 'accepted' }),
  );

  it('from any inbox of its account, when it has none of its own', async () => {
    intake.world.keys['chatwoot key'] = { ...keyed, inboxId: null };
    expect(await receive('key', { inbox: 99 })).toMatchObject({ status: 'accepted' });
    expect(await receive('key', { inbox: 99, account: 8 })).toEqual(unknown);
  });

  it('not while its tenant is suspended', async () => {
    intake.world.keys['chatwoot key'] = { ...keyed, active: false };
    expect(await receive('key')).toEqual(unknown);
    expect(intake.rows).toEqual([]);
  });

  it('not with the secret of the installation or of nobody', async () => {
    const mismatch = { status: 'unauthorized', reason: 'mismatch' };
    expect(await receive('key', {}, 'installation secret')).toEqual(mismatch);
    intake.world.keys['chatwoot key'] = { ...keyed, secrets: [] };
    expect(await receive('key', {}, '')).toEqual(mismatch);
  });
});

describe('a key that nobody has', () => {
  it('is unknown, before any proof is looked at', async () =>
    expect(await receive('other', {}, 'wrong')).toMatchObject({ status: 'not-found' }));

  it('of Botpress is none of Chatwoot', async () => {
    intake.world.keys = { 'botpress key': keyed };
    expect(await receive('key')).toMatchObject({ status: 'not-found' });
  });
});

describe('without a key the tenant is found', () => {
  it('by account and inbox', async () =>
    expect(await receive(null)).toMatchObject({ status: 'accepted', tenantId: shared.tenantId }));

  it('by inbox in the default account, where the body names none', async () =>
    expect(await receive(null, { account: null, inbox: 43 })).toMatchObject({ status: 'accepted' }));

  it.each([
    ['of another account', { account: 8 }],
    ['that nobody has', { inbox: 44 }],
    ['that the body does not name', { inbox: null }],
  ])('not by an inbox %s', async (_name, place) => expect(await receive(null, place)).toEqual(unknown));

  it('not while it is suspended', async () => {
    intake.world.inboxes['7 42'] = { ...shared, active: false };
    expect(await receive(null)).toEqual(unknown);
  });

  it('not with the secret of a tenant', async () =>
    expect(await receive(null, {}, secret)).toEqual({ status: 'unauthorized', reason: 'mismatch' }));
});

describe('limits', () => {
  it('pace: the message is stored, and its lane is woken when it may be taken', async () => {
    intake.world.limit = { verdict: 'paced', delayMs: 2_500 };
    expect(await receive('key')).toMatchObject({ status: 'accepted' });
    const [row] = intake.rows;
    expect(row?.availableAt?.getTime()).toBe((row?.receivedAt.getTime() ?? 0) + 2_500);
    expect(row?.wakes).toBe('to-engine');
    expect(intake.wakes).toEqual([]);
    const { tenantId, connectionId } = keyed;
    const lane = { tenantId, connectionId, conversationId: 9876, direction: 'to-engine' };
    expect(intake.timedWakes).toEqual([{ lane, at: row?.availableAt }]);
  });

  it('refuse: nothing is stored, and the sender is told when to come again', async () => {
    intake.world.limit = { verdict: 'refused', retryAfterS: 7 };
    expect(await receive('key')).toEqual({ status: 'limited', retryAfterS: 7, tenantId: keyed.tenantId });
    expect(intake.rows).toEqual([]);
  });

  it('count a message against its inbox and tenant', async () => {
    await receive('key');
    expect(intake.counted).toEqual([{ tenantId: keyed.tenantId, inboxId: 42 }]);
  });

  it('never count what is not the customer’s', async () => {
    intake.world.limit = { verdict: 'refused', retryAfterS: 7 };
    const body = { ...bodyOf(), message_type: 'outgoing', sender: { id: 18, type: 'user' } };
    const request = requestOf({ headers: { 'x-webhook-token': secret }, body });
    const outcome = await receiveChannelWebhook(intake.context, { webhookKey: 'key', request });
    expect(outcome).toMatchObject({ status: 'accepted', kind: 'agent-message' });
    expect(intake.counted).toEqual([]);
  });
});

describe('the order of checks', () => {
  const receiveText = (webhookKey: string | null, given: string, body: string) =>
    receiveChannelWebhook(intake.context, {
      webhookKey,
      request: requestOf({ headers: { 'x-webhook-token': given }, body }),
    });

  it('is key, proof, body, place, limit', async () => {
    intake.world.limit = { verdict: 'refused', retryAfterS: 7 };
    expect(await receiveText('other', 'wrong', '{')).toMatchObject({ status: 'not-found' });
    expect(await receiveText('key', 'wrong', '{')).toMatchObject({ status: 'unauthorized' });
    expect(await receiveText('key', secret, '{')).toEqual({
      status: 'malformed',
      issues: [{ path: '', message: 'must be JSON' }],
    });
    expect(await receive('key', { inbox: 43 })).toEqual(unknown);
    expect(await receive('key')).toMatchObject({ status: 'limited' });
  });

  it('tells a stale signature from a wrong one', async () => {
    const request = requestOf({
      headers: { 'x-chatwoot-signature': 'sha256=00', 'x-chatwoot-timestamp': '1' },
      body: bodyOf(),
      receivedAtMs: Date.parse('2026-03-02T09:00:00.000Z'),
    });
    const outcome = await receiveChannelWebhook(intake.context, { webhookKey: 'key', request });
    expect(outcome).toEqual({ status: 'unauthorized', reason: 'stale' });
  });
});

it('rejects when it could not be stored, so that the sender comes again', async () => {
  const context = { ...intake.context, accept: () => Promise.reject(new Error('the database is away')) };
  const request = requestOf({ headers: { 'x-webhook-token': secret }, body: bodyOf() });
  await expect(receiveChannelWebhook(context, { webhookKey: 'key', request })).rejects.toThrow(
    'the database is away',
  );
  expect(intake.wakes).toEqual([]);
});

it('wakes nothing for a duplicate, which the first delivery has done', async () => {
  const first = await receive('key');
  const again = await receive('key');
  expect(again).toEqual({ ...first, status: 'duplicate' });
  expect(intake.wakes).toHaveLength(1);
});
