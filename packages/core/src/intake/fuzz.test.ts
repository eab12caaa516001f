import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { mutateJson, randomJson, seededRandom } from '../../test/random-json.ts';
import {
  connectionOf,
  createRecordingIntake,
  engineConnectionOf,
  type RecordingIntake,
  signedRequestOf,
} from '../../test/recording-intake.ts';
import type { WebhookOutcome } from './context.ts';
import { receiveChannelWebhook } from './receive-channel-webhook.ts';
import { receiveEngineWebhook } from './receive-engine-webhook.ts';

const secret = 'the secret';
const keyed = connectionOf({ secrets: [secret] });
const engines = {
  chat_api: engineConnectionOf('chat_api', { secrets: [secret] }),
  generic: engineConnectionOf('generic', { secrets: [secret] }),
};

let intake: RecordingIntake;
beforeEach(() => {
  intake = createRecordingIntake({
    chatwootSecrets: [secret],
    botpressSecrets: [secret],
    keys: {
      'chatwoot key': keyed,
      'botpress chat_api': engines.chat_api,
      'botpress generic': engines.generic,
    },
    inboxes: { '7 42': keyed, '0 42': keyed },
    references: { [`${engines.generic.tenantId} 9876`]: { ...engines.generic, conversationId: 9876 } },
    engineConversations: {
      [`${engines.chat_api.tenantId} t42-cw9876`]: { ...engines.chat_api, conversationId: 9876 },
    },
  });
});

const toChannel = (body: string | Buffer, webhookKey: string | null = 'key'): Promise<WebhookOutcome> =>
  receiveChannelWebhook(intake.context, {
    webhookKey,
    request: signedRequestOf('x-chatwoot-signature', secret, { body }),
  });
const toEngine = (body: string | Buffer, webhookKey: string | null): Promise<WebhookOutcome> =>
  receiveEngineWebhook(intake.context, {
    webhookKey,
    request: signedRequestOf('x-bp-signature', secret, { body }),
  });

const bodiesIn = (folder: string): string[] =>
  readdirSync(new URL(`../../../../contracts/fixtures/${folder}/`, import.meta.url)).map((file) =>
    JSON.stringify(
      JSON.parse(
        readFileSync(new URL(`../../../../contracts/fixtures/${folder}/${file}`, import.meta.url), 'utf8'),
      ).body,
    ),
  );

/** A row must be one that the tables can hold. */
function expectStorable(): void {
  for (const row of intake.rows) {
    expect(row.dedupeKey).toMatch(/^[\x20-\x7e]{1,120}$/);
    expect(row.conversationId > 0 && Number.isSafeInteger(row.conversationId)).toBe(true);
    expect(
      row.channelMessageId === null ||
        (row.channelMessageId > 0 && Number.isSafeInteger(row.channelMessageId)),
    ).toBe(true);
    expect(Number.isNaN(row.receivedAt.getTime())).toBe(false);
  }
}

describe('10,000 signed bodies get an outcome each and take nothing down', () => {
  const count = 5_000;

  it.each([
    [
      'Chatwoot',
      bodiesIn('chatwoot'),
      (body: string, n: number) => toChannel(body, n % 3 === 0 ? null : 'key'),
    ],
    [
      'Botpress',
      bodiesIn('botpress'),
      (body: string, n: number) => toEngine(body, [null, 'chat_api', 'generic'][n % 3] ?? null),
    ],
  ])('from a fuzzer posing as %s', async (_name, originals, receive) => {
    const random = seededRandom(20_260_302);
    const statuses = new Map<string, number>();
    for (let n = 0; n < count; n += 1) {
      const original = originals[n % originals.length] ?? '{}';
      const body = n % 4 === 0 ? randomJson(random) : mutateJson(random, original);
      const outcome = await receive(body, n).catch((error: unknown) => {
        throw new Error(`body ${n} threw: ${body.slice(0, 2_000)}`, { cause: error });
      });
      statuses.set(outcome.status, (statuses.get(outcome.status) ?? 0) + 1);
    }
    expectStorable();
    expect([...statuses.values()].reduce((sum, one) => sum + one, 0)).toBe(count);
    // The fuzzer reaches every part: some bodies are taken, some ignored, some refused.
    for (const status of ['accepted', 'ignored', 'malformed'])
      expect(statuses.get(status)).toBeGreaterThan(50);
  });
});
