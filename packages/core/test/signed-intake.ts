import { expect } from 'vitest';
import type { WebhookOutcome } from '../src/intake/context.ts';
import { receiveChannelWebhook } from '../src/intake/receive-channel-webhook.ts';
import { receiveEngineWebhook } from '../src/intake/receive-engine-webhook.ts';
import {
  connectionOf,
  createRecordingIntake,
  engineConnectionOf,
  type RecordingIntake,
  signedRequestOf,
} from './recording-intake.ts';

const secret = 'the secret';

export interface SignedIntake {
  rows: RecordingIntake['rows'];
  toChannel(body: string | Buffer, webhookKey?: string | null): Promise<WebhookOutcome>;
  /** By one of the keys `chat_api` and `generic`, or none. */
  toEngine(body: string | Buffer, webhookKey: string | null): Promise<WebhookOutcome>;
  /** Every row must be one that the tables can hold. */
  expectStorable(): void;
}

/** An intake that takes bodies of any kind, each rightly signed: who holds the secret is believed, not what is said. */
export function createSignedIntake(): SignedIntake {
  const keyed = connectionOf({ secrets: [secret] });
  const engines = {
    chat_api: engineConnectionOf('chat_api', { secrets: [secret] }),
    generic: engineConnectionOf('generic', { secrets: [secret] }),
  };
  const { context, rows } = createRecordingIntake({
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
  return {
    rows,
    toChannel: (body, webhookKey = 'key') =>
      receiveChannelWebhook(context, {
        webhookKey,
        request: signedRequestOf('x-chatwoot-signature', secret, { body }),
      }),
    toEngine: (body, webhookKey) =>
      receiveEngineWebhook(context, {
        webhookKey,
        request: signedRequestOf('x-bp-signature', secret, { body }),
      }),
    expectStorable: () => {
      for (const row of rows) {
        expect(row.dedupeKey).toMatch(/^[\x20-\x7e]{1,120}$/);
        expect(row.conversationId > 0 && Number.isSafeInteger(row.conversationId)).toBe(true);
        expect(
          row.channelMessageId === null ||
            (row.channelMessageId > 0 && Number.isSafeInteger(row.channelMessageId)),
        ).toBe(true);
        expect(Number.isNaN(row.receivedAt.getTime())).toBe(false);
      }
    },
  };
}
