import { readdirSync, readFileSync } from 'node:fs';
import { engineDialects } from '@tandem/integrations/contract';
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

interface Fixture {
  name: string;
  dialect: string;
  headers: Record<string, string>;
  body: unknown;
}

const folder = new URL('../../../../contracts/fixtures/botpress/', import.meta.url);
const all: Fixture[] = readdirSync(folder).map((file) =>
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
);
/** Answers to our own requests and parts of a stream are no webhooks. */
const isWebhook = ({ headers }: Fixture) =>
  headers[':status'] === undefined && headers['content-type'] === 'application/json';
const fixturesOf = (dialect: string) =>
  all.filter((fixture) => fixture.dialect === dialect && isWebhook(fixture));

const secrets = ['fixture-signing-secret', 'fixture-webhook-token', 'fixture-chat-secret'];
const keyed = {
  chat_api: engineConnectionOf('chat_api', { secrets }),
  messaging_api: engineConnectionOf('messaging_api', { secrets, pathKeyAlone: true }),
  generic: engineConnectionOf('generic', { secrets }),
  v12: engineConnectionOf('v12', { secrets }),
};
/** Where a shared bot's webhooks come: messaging_api has nothing but the path to prove itself with. */
const sharedKeys = { chat_api: null, messaging_api: 'fixture-webhook-token', generic: null, v12: null };
/** A tenant of the shared bot. */
const tenantId = newId<TenantId>();
const placeOf = (tenant: TenantId): ConversationKey => ({
  tenantId: tenant,
  connectionId: newId<ConnectionId>(),
  conversationId: 9876,
});
const sharedPlace = placeOf(tenantId);
const ours = engineIds({
  tenantId,
  sessionId: newId<SessionId>(),
  contactId: 55,
  generation: 1,
}).conversationId;

let intake: RecordingIntake;
beforeEach(() => {
  intake = createRecordingIntake({
    botpressSecrets: secrets,
    keys: Object.fromEntries(engineDialects.map((dialect) => [`botpress ${dialect}`, keyed[dialect]])),
    engineConversations: {
      [`${keyed.chat_api.tenantId} t42-cw9876`]: placeOf(keyed.chat_api.tenantId),
      [`${keyed.messaging_api.tenantId} t42-cw9876`]: placeOf(keyed.messaging_api.tenantId),
      [`${tenantId} ${ours}`]: sharedPlace,
    },
    references: {
      [`${keyed.generic.tenantId} 9876`]: placeOf(keyed.generic.tenantId),
      '- 9876': sharedPlace,
    },
    tenants: { [tenantId]: { active: true, shared: true } },
  });
});

const accepted = { status: 'accepted', kind: 'reply' };
const ignored = (reason: string) => ({ status: 'ignored', reason });
const wanted: Record<string, object> = {
  'generic-malformed-responses-object': { status: 'malformed', issues: [{ path: 'responses' }] },
  'generic-missing-session': { status: 'malformed', issues: [{ path: 'sessionId' }] },
  'generic-bad-signature': { status: 'unauthorized', reason: 'mismatch' },
  'generic-no-auth-header': { status: 'unauthorized', reason: 'missing' },
  'chat_api-echo-of-user': ignored('not from the bot'),
  'chat_api-stream-delta': ignored('message_stream_delta'),
  'chat_api-stream-complete': ignored('message_stream_complete'),
  'chat_api-message-deleted': ignored('message_deleted'),
  'chat_api-participant-added': ignored('participant_added'),
  'chat_api-unknown-conversation': ignored('unknown conversation'),
  'chat_api-wrong-secret': { status: 'unauthorized', reason: 'mismatch' },
  'chat_api-malformed-no-payload': { status: 'ignored' },
  'messaging_api-unknown-type': ignored('nothing readable in customWidget'),
  'messaging_api-registration-probe': ignored('registration probe'),
  'v12-messaging-server-webhook': ignored('unknown conversation'),
};
const repeats: Record<string, string> = { 'chat_api-duplicate-delivery': 'chat_api-text' };

const receive = (webhookKey: string | null, { headers, body }: Pick<Fixture, 'headers' | 'body'>) =>
  receiveEngineWebhook(intake.context, { webhookKey, request: requestOf({ headers, body }) });

it('knows the webhooks of every dialect', () =>
  expect(engineDialects.map((dialect) => fixturesOf(dialect).length)).toEqual([25, 14, 11, 1]));

/** What a fixture says without a key: the conversations of a shared bot carry their tenant. */
const toShared = (fixture: Fixture): Fixture =>
  JSON.parse(JSON.stringify(fixture).replaceAll('"t42-cw9876"', JSON.stringify(ours)));

describe.each(engineDialects)('%s', (dialect) => {
  describe.each([
    ['with a key', dialect, (fixture: Fixture) => fixture, keyed[dialect].tenantId],
    ['as a shared bot', sharedKeys[dialect], toShared, tenantId],
  ] as const)('%s', (_name, webhookKey, adapt, tenant) => {
    it.each(fixturesOf(dialect))('$name does what it is to do', async (given) => {
      const fixture = adapt(given);
      const first = repeats[fixture.name];
      const original = all.find(({ name }) => name === first);
      if (original) await receive(webhookKey, adapt(original));
      const outcome = await receive(webhookKey, fixture);
      const [row] = intake.rows;
      const status = wanted[fixture.name] ?? (original ? { ...accepted, status: 'duplicate' } : accepted);
      expect(outcome).toMatchObject(status);
      if (!('id' in outcome)) return expect([intake.rows, intake.timedWakes]).toEqual([[], []]);
      expect(outcome).toMatchObject({ id: row?.id, tenantId: tenant });
      expect(intake.rows).toHaveLength(1);
      expect(row).toMatchObject({
        tenantId: tenant,
        conversationId: 9876,
        kind: 'reply',
        source: dialect,
        effect: null,
      });
      expect(row?.body.equals(requestOf(fixture).body)).toBe(true);
      expect(row?.channelMessageId).toBeNull();
      // Signals may overtake each other: gathered for 300 ms (contracts/botpress.md §1a).
      expect(row?.availableAt?.getTime()).toBe((row?.receivedAt.getTime() ?? 0) + 300);
      const lane = { tenantId: tenant, conversationId: 9876, direction: 'to-channel' };
      expect(intake.timedWakes).toMatchObject([{ lane, at: row?.availableAt }]);
    });
  });

  it.each(all.filter((fixture) => fixture.dialect === dialect && !isWebhook(fixture)))(
    '$name is no webhook, and does no harm as one',
    async ({ body }) => {
      const headers = { 'x-secret-key': 'fixture-chat-secret' };
      for (const webhookKey of [dialect, sharedKeys[dialect]]) {
        const outcome = await receive(webhookKey, { headers, body });
        expect(['ignored', 'malformed', 'not-found']).toContain(outcome.status);
      }
      expect(intake.rows).toEqual([]);
    },
  );
});

describe('a repetition', () => {
  it('of a streamed answer is said once', async () => {
    for (const name of ['chat_api-stream-complete', 'chat_api-message-created-after-stream']) {
      const fixture = all.find((one) => one.name === name);
      if (fixture) await receive('chat_api', fixture);
    }
    expect(intake.rows).toHaveLength(1);
  });

  it('of an event without id is known by its conversation, time and words', async () => {
    const event = all.find(({ name }) => name === 'chat_api-handoff-custom-event');
    if (!event) throw new Error('no fixture');
    const later = JSON.parse(JSON.stringify(event).replace('10:01:00', '10:01:01'));
    const statuses: string[] = [];
    for (const one of [event, event, later]) statuses.push((await receive('chat_api', one)).status);
    expect(statuses).toEqual(['accepted', 'duplicate', 'accepted']);
  });

  it('of a generic body without message id is another reply', async () => {
    const text = all.find(({ name }) => name === 'generic-text-token');
    if (!text) throw new Error('no fixture');
    const named = { ...text, body: { ...Object(text.body), messageId: 'm1' } };
    const statuses: string[] = [];
    for (const one of [text, text, named, named]) statuses.push((await receive('generic', one)).status);
    expect(statuses).toEqual(['accepted', 'accepted', 'accepted', 'duplicate']);
  });
});
