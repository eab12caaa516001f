import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  connectionOf,
  createRecordingIntake,
  type RecordingIntake,
  requestOf,
} from '../../test/recording-intake.ts';
import { receiveChannelWebhook } from './receive-channel-webhook.ts';

interface Fixture {
  name: string;
  headers: Record<string, string>;
  secret?: string;
  raw_body?: string;
  body: Record<string, unknown>;
  expect: 'forward' | 'forward_choice' | 'ignore' | 'pause' | 'resume' | 'end' | 'greet';
}

const folder = new URL('../../../../contracts/fixtures/chatwoot/', import.meta.url);
const fixtures: Fixture[] = readdirSync(folder).map((file) =>
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
);
const fixtureOf = (name: string): Fixture => {
  const fixture = fixtures.find((one) => one.name === name);
  if (!fixture) throw new Error(`no fixture ${name}`);
  return fixture;
};
const secrets = [...new Set(fixtures.flatMap(({ secret }) => secret ?? []))];
const requestFor = ({ headers, raw_body, body }: Fixture, more: Record<string, string> = {}) =>
  requestOf({ headers: { ...headers, ...more }, body: raw_body ?? body });
const token = { 'x-webhook-token': secrets[0] ?? '' };
const isUnsigned = ({ secret }: Fixture): boolean => secret === undefined;

/** What no `expect` tells: an agent's message is recorded as a takeover, an echo and a deletion are recorded too. */
const recorded: Record<string, string> = {
  'message-created-incoming-web-widget-open': 'customer-message',
  'message-created-outgoing-agent': 'agent-message',
  'message-created-outgoing-agent-api-inbox': 'agent-message',
  'message-created-outgoing-own-bot': 'echo',
  'message-updated-deleted': 'deleted',
};
const kindOf = (fixture: Fixture): string | null => {
  switch (fixture.expect) {
    case 'forward':
      return 'customer-message';
    case 'forward_choice':
      return 'choice';
    case 'pause':
    case 'resume':
    case 'end':
      return 'status';
    case 'ignore':
    case 'greet':
      return recorded[fixture.name] ?? null;
  }
};
const ownerAfter = (fixture: Fixture, kind: string | null): 'bot' | 'human' | null => {
  if (kind === 'agent-message' || fixture.expect === 'pause') return 'human';
  return fixture.expect === 'resume' || fixture.expect === 'end' ? 'bot' : null;
};
/** Each of these comes after the one it repeats. */
const before: Record<string, string> = {
  'message-created-incoming-api-channel-own-webhook': 'message-created-incoming-api-channel',
  'message-updated-input-select-redelivered-on-read': 'message-updated-input-select-submitted',
};

const keyless = connectionOf({ accountId: 7 });
const keyed = connectionOf({ accountId: 7, secrets, pathKeyAlone: true });

let intake: RecordingIntake;
beforeEach(() => {
  const inboxes = Object.fromEntries(
    ['7 42', '7 57', '7 61', '7 64', '0 42'].map((inbox) => [inbox, keyless]),
  );
  intake = createRecordingIntake({ chatwootSecrets: secrets, inboxes, keys: { 'chatwoot the-key': keyed } });
});

const receive = (webhookKey: string | null, fixture: Fixture, headers: Record<string, string> = {}) =>
  receiveChannelWebhook(intake.context, { webhookKey, request: requestFor(fixture, headers) });

it('knows the whole folder', () => expect(fixtures).toHaveLength(38));

describe.each([
  ['with a key', 'the-key', keyed],
  ['without a key', null, keyless],
] as const)('%s', (_name, webhookKey, { tenantId, connectionId }) => {
  it.each(fixtures)('$name does what it is to do: $expect', async (fixture) => {
    const first = before[fixture.name];
    if (first !== undefined) await receive(webhookKey, fixtureOf(first));
    const proof = webhookKey === null && isUnsigned(fixture) ? token : {};
    const outcome = await receive(webhookKey, fixture, proof);
    const kind = first === undefined ? kindOf(fixture) : kindOf(fixtureOf(first));
    const [row] = intake.rows;
    if (kind === null) {
      expect(outcome).toMatchObject({ status: 'ignored', reason: expect.stringMatching(/\w/) });
      expect(intake.rows).toEqual([]);
      return;
    }
    const status = first === undefined ? 'accepted' : 'duplicate';
    expect(outcome).toEqual({ status, kind, id: row?.id, tenantId });
    expect(intake.rows).toHaveLength(1);
    const conversationId = row?.conversationId;
    const lane = { tenantId, connectionId, conversationId, direction: 'to-engine' };
    const isFromCustomer = kind === 'customer-message' || kind === 'choice';
    expect(row).toMatchObject({ tenantId, connectionId, kind, source: 'chatwoot', availableAt: null });
    expect(row?.wakes).toBe(isFromCustomer ? 'to-engine' : null);
    expect(intake.wakes).toEqual(isFromCustomer ? [lane] : []);
    expect(intake.counted).toHaveLength(isFromCustomer ? (first === undefined ? 1 : 2) : 0);
    const owner = ownerAfter(fixture, kind);
    if (owner !== null)
      expect(row?.effect).toMatchObject({
        type: 'owner',
        state: { owner, agentReplied: kind === 'agent-message' },
      });
    else if (kind === 'deleted') expect(row?.effect).toMatchObject({ type: 'deleted', messageId: 551201 });
    else expect(row?.effect).toBeNull();
    expect(row?.body.toString()).not.toMatch(/"pubsub_token":"(?!\[redacted)/);
    expect(JSON.parse(String(row?.body)).event).toBe(fixture.body.event);
  });
});

describe('the meaning of a delivery', () => {
  it('names message, choice and answer, and for what has no id the delivery', async () => {
    const keyFor = async (name: string) => {
      await receive('the-key', fixtureOf(name));
      return intake.rows.at(-1)?.dedupeKey;
    };
    expect(await keyFor('message-created-incoming-web-widget')).toBe('message.551201');
    expect(await keyFor('message-created-outgoing-own-bot')).toBe('message.551205');
    expect(await keyFor('message-updated-input-select-submitted')).toMatch(/^choice\.551206\.[0-9a-f]{32}$/);
    expect(await keyFor('message-updated-deleted')).toBe('deleted.551201');
    const delivery = fixtureOf('conversation-status-changed-open').headers['X-Chatwoot-Delivery'];
    expect(await keyFor('conversation-status-changed-open')).toBe(`delivery.${delivery}`);
    expect(await keyFor('minimal-example-not-chatwoot-shape')).toMatch(/^once\./);
  });

  it('lets no receipt take the place of a choice', async () => {
    const choice = fixtureOf('message-updated-input-select-submitted');
    const { submitted_values: _, ...attributes } = choice.body.content_attributes as Record<string, unknown>;
    const receipt = { ...choice, body: { ...choice.body, content_attributes: attributes } };
    expect(await receive('the-key', receipt, token)).toMatchObject({ status: 'unauthorized' });
    const { headers: _signed, ...unsigned } = receipt;
    expect(await receive('the-key', { ...unsigned, headers: {} })).toMatchObject({ status: 'ignored' });
    expect(await receive('the-key', choice)).toMatchObject({ status: 'accepted', kind: 'choice' });
  });

  it('makes an old version’s message the same as a new one’s', async () => {
    const first = await receive('the-key', fixtureOf('message-created-incoming-web-widget'));
    const again = await receive('the-key', fixtureOf('legacy-4-10-message-created-unsigned'));
    expect([first.status, again.status]).toEqual(['accepted', 'duplicate']);
  });
});

it.each(fixtures.filter(({ secret }) => secret === undefined))(
  '$name needs a proof where the key alone is none',
  async (fixture) => {
    intake.world.keys['chatwoot the-key'] = { ...keyed, pathKeyAlone: false };
    const missing = { status: 'unauthorized', reason: 'missing' };
    expect(await receive('the-key', fixture)).toEqual(missing);
    expect(await receive(null, fixture)).toEqual(missing);
    expect(await receive('the-key', fixture, token)).toMatchObject({ status: 'accepted' });
    expect(await receive(null, fixture, { 'x-webhook-token': 'wrong' })).toMatchObject({
      reason: 'mismatch',
    });
  },
);

describe('while a new secret is on its way', () => {
  const fixture = fixtureOf('message-created-incoming-web-widget');
  const wrong = { 'x-webhook-token': 'not-known-yet' };

  it('what nobody can verify is to be sent again, and refused once that time is over', async () => {
    const awaiting = { ...keyed, pathKeyAlone: false };
    intake.world.keys['chatwoot the-key'] = { ...awaiting, awaitsSecretUntilMs: Number.MAX_SAFE_INTEGER };
    const { headers: _signed, ...unsigned } = fixture;
    const unverified = { ...unsigned, headers: {} };
    expect(await receive('the-key', unverified, wrong)).toEqual({ status: 'not-yet' });
    expect(await receive('the-key', fixture)).toMatchObject({ status: 'accepted' });
    intake.world.keys['chatwoot the-key'] = { ...awaiting, awaitsSecretUntilMs: 0 };
    expect(await receive('the-key', unverified, wrong)).toEqual({
      status: 'unauthorized',
      reason: 'mismatch',
    });
  });
});
