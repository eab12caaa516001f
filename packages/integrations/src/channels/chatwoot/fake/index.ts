import { createBusiestMinute } from '../../../faults/busiest-minute.ts';
import { createFaults, type Faults, type ServedFake, serveFake } from '../../../faults/index.ts';
import { createApp, operationOf } from './app.ts';
import { createDelivery, type DeliveryReport } from './deliver.ts';
import { type ChatwootVersion, createDispatch } from './dispatch.ts';
import { failDelivery } from './fail-delivery.ts';
import type { Life } from './life-cycle.ts';
import { type ConversationRef, createPeople, type People } from './people.ts';
import { createWebhookPoster, type WebhookPoster } from './post-webhook.ts';
import { refusalResponse } from './refusals.ts';
import { createSetUp, type SetUp } from './set-up.ts';
import { setUpRoutes } from './set-up-routes.ts';
import { createThrottle, type ThrottleLimits } from './throttle.ts';
import {
  type ContactState,
  type ConversationState,
  contactState,
  conversationState,
  type TranscriptEntry,
  transcriptEntry,
} from './views.ts';
import { type Conversation, createWorld, known } from './world.ts';

export type { ConversationRef } from './people.ts';
export type { WebhookPoster } from './post-webhook.ts';
export type { ConversationState, TranscriptEntry } from './views.ts';

export interface FakeChatwootOptions extends Partial<ThrottleLimits> {
  /** For the fault knobs. */
  seed?: number;
  now?: () => number;
  /**
   * `4.10`: nothing is signed, bots hear of messages, openings and resolutions only and may not type. `4.13` and older: bots
   * may neither read conversations nor touch labels, conversations name no account.
   */
  version?: ChatwootVersion;
  /** Default 5,000. */
  webhookTimeoutMs?: number;
  /** Between the three attempts at a bot's webhook. Default 3,000. */
  retryDelayMs?: number;
  /** Webhooks under way at once. Default 32. */
  webhookConcurrency?: number;
  /** Of each conversation at least the newest so many are kept. Default: all. */
  messagesKept?: number;
  /** Takes the webhooks instead of HTTP. */
  poster?: WebhookPoster;
  /** The last message id that is taken already: a Chatwoot that forgot everything must not use ids again. */
  messageIdsAfter?: number;
}

/** What happens, for a live page. */
export type FakeChatwootEvent =
  | { kind: 'message'; change: 'created' | 'updated'; message: TranscriptEntry }
  | { kind: 'conversation'; conversation: ConversationState }
  | {
      kind: 'webhook';
      report: Omit<DeliveryReport, 'job'> & { receiver: string; event: string; url: string };
    };

export interface FakeChatwootCounters {
  /** API requests, by operation. */
  requests: Record<string, number>;
  messages: Record<'incoming' | 'outgoing' | 'activity' | 'template', number>;
  /** Attempts, by outcome; a webhook dropped by a fault is in none. */
  webhooks: Record<'delivered' | 'retried' | 'failed', number>;
  /** The most in any minute: requests, and messages of others than the customer in one conversation. */
  busiestMinute: { requests: number; conversationMessages: number };
}

/** A Chatwoot that keeps state and behaves as contracts/chatwoot.md says, over HTTP or in-process. */
export interface FakeChatwoot extends SetUp, People, ServedFake {
  faults: Faults;
  /** Every message of a conversation, in order; those beyond `messagesKept` may be gone. */
  transcript(ref: ConversationRef): TranscriptEntry[];
  conversation(ref: ConversationRef): ConversationState;
  contact(ref: { contactId: number }): ContactState;
  /** Newest activity first. */
  conversations(input: { accountId: number; inboxId?: number }): ConversationState[];
  /** Calls the listener on everything; returns what stops it. */
  observe(listener: (event: FakeChatwootEvent) => void): () => void;
  counters(): FakeChatwootCounters;
  /** Resolves when no webhook is waiting, under way, held back or to be repeated. */
  settled(): Promise<void>;
}

export function createFakeChatwoot(options: FakeChatwootOptions = {}): FakeChatwoot {
  const world = createWorld(options);
  const faults = createFaults(options.seed === undefined ? {} : { seed: options.seed });
  const now = options.now ?? Date.now;
  const version = options.version ?? 'current';
  const poster = options.poster ?? createWebhookPoster({ timeoutMs: options.webhookTimeoutMs ?? 5_000 });
  const listeners = new Set<(event: FakeChatwootEvent) => void>();
  const counters: Omit<FakeChatwootCounters, 'busiestMinute'> = {
    requests: {},
    messages: { incoming: 0, outgoing: 0, activity: 0, template: 0 },
    webhooks: { delivered: 0, retried: 0, failed: 0 },
  };
  const requestMinute = createBusiestMinute();
  const messageMinute = createBusiestMinute();
  const tell = (event: () => FakeChatwootEvent) => {
    if (listeners.size === 0) return;
    const told = event();
    for (const listener of listeners) listener(told);
  };

  const delivery = createDelivery({
    faults,
    poster,
    now,
    concurrency: options.webhookConcurrency ?? 32,
    retryDelayMs: options.retryDelayMs ?? 3_000,
    report({ job, ...report }) {
      counters.webhooks[report.outcome] += 1;
      tell(() => ({
        kind: 'webhook',
        report: { ...report, receiver: job.kind, event: job.event, url: job.url },
      }));
      if (report.outcome === 'failed') failDelivery(life, job, report.status);
    },
  });
  const life: Life = {
    world,
    dispatch: createDispatch(delivery, version),
    now,
    messagesKept: options.messagesKept ?? Number.POSITIVE_INFINITY,
    observe: {
      message(change, message) {
        if (change === 'created') counters.messages[message.type] += 1;
        if (change === 'created' && message.type === 'outgoing') {
          const { account, id } = message.conversation;
          messageMinute.note(`${account.id}.${id}`, now());
        }
        tell(() => ({ kind: 'message', change, message: transcriptEntry(message) }));
      },
      conversation: (row) => tell(() => ({ kind: 'conversation', conversation: conversationState(row) })),
    },
  };
  const throttle = createThrottle({
    requestsPerMinute: options.requestsPerMinute ?? null,
    conversationMessagesPerMinute: options.conversationMessagesPerMinute ?? null,
  });
  const count = (operation: string) => {
    counters.requests[operation] = (counters.requests[operation] ?? 0) + 1;
  };
  const app = createApp(life, { throttle, count, version });
  const setUp = createSetUp(world, { signs: version !== '4.10' });
  setUpRoutes(app, { world, setUp, throttle, now, count, version });
  const served = serveFake({
    faults,
    async handle(request) {
      requestMinute.note('all', now());
      const response = await app.fetch(request);
      response.headers.set('date', new Date(now()).toUTCString());
      return response;
    },
    operationOf,
    refuse: (status) => refusalResponse(status, status === 429 ? 'Retry later\n' : 'Internal Server Error'),
  });
  const accountOf = (id: number) => known(world.accounts.get(id), `account ${id}`);
  const conversationOf = ({ accountId, conversationId }: ConversationRef): Conversation =>
    known(accountOf(accountId).conversations.get(conversationId), `conversation ${conversationId}`);

  return {
    ...setUp,
    ...createPeople(life),
    ...served,
    faults,
    transcript: (ref) => conversationOf(ref).messages.map(transcriptEntry),
    conversation: (ref) => conversationState(conversationOf(ref)),
    contact: ({ contactId }) => contactState(known(world.contacts.get(contactId), `contact ${contactId}`)),
    conversations({ accountId, inboxId }) {
      const rows = [...accountOf(accountId).conversations.values()];
      const shown = inboxId === undefined ? rows : rows.filter(({ inbox }) => inbox.id === inboxId);
      return shown.sort((a, b) => b.lastActivityAtMs - a.lastActivityAtMs).map(conversationState);
    },
    observe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    counters: () => ({
      ...structuredClone(counters),
      busiestMinute: {
        requests: requestMinute.most().all ?? 0,
        conversationMessages: Math.max(0, ...Object.values(messageMinute.most())),
      },
    }),
    settled: () => delivery.settled(),
    async close() {
      delivery.close();
      await served.close();
      await poster.close();
    },
  };
}
