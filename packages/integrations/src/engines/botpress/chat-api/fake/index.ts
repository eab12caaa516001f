import { randomUUID } from 'node:crypto';
import { createFaults, type Faults, type ServedFake, serveFake } from '../../../../faults/index.ts';
import { type BotScript, scripts } from '../../fake/bot-script.ts';
import {
  createLedger,
  type FakeBotCounters,
  type FakeBotEvent,
  type FakeMessage,
} from '../../fake/ledger.ts';
import { createPoster, createPostman, type FakePoster } from '../../fake/postman.ts';
import { createWork } from '../../fake/work.ts';
import { botpressId, type FakeBot, type FakeBotOptions } from './bots.ts';
import { Refusal, refuse } from './refusal.ts';
import { createRoutes } from './routes.ts';
import { createSignals } from './signals.ts';

export interface FakeChatApiOptions {
  bots?: FakeBotOptions[];
  /** For the fault knobs. */
  seed?: number;
  now?: () => number;
  /** Customers' messages and events per bot. Default 600 (contracts/botpress.md §1a, "Limits"); 0: no limit. */
  perMinuteMax?: number;
  /** Messages per page of a listing. Default 20. */
  pageSize?: number;
  /** Refusals come with HTTP 200 and a `code`. */
  errorsAsStatus200?: boolean;
  /** Takes the webhooks instead of HTTP. */
  poster?: FakePoster;
}

/** An honest stand-in for `chat.botpress.cloud`: keeps state, checks keys, echoes, posts signals once. */
export interface FakeChatApi extends ServedFake {
  readonly faults: Faults;
  /** Installs a bot, or changes its configuration and keeps what was said. */
  setBot(options: FakeBotOptions): void;
  setScript(webhookId: string, script: BotScript): void;
  /** Makes somebody else the owner of a conversation: whoever had it gets 403 from now on. */
  giveAway(conversationId: string, ownerId: string): void;
  /** All messages of a conversation, oldest first; of the named bot, else of whichever has it. */
  transcript(conversationId: string, webhookId?: string): FakeMessage[];
  /** Calls the listener on every message and webhook; returns what stops it. */
  observe(listener: (event: FakeBotEvent) => void): () => void;
  counters(): FakeBotCounters;
  /** Resolves when no bot thinks and no webhook is under way or held back. */
  settled(): Promise<void>;
}

export function createFakeChatApi(options: FakeChatApiOptions = {}): FakeChatApi {
  const { now = Date.now, perMinuteMax = 600, pageSize = 20, errorsAsStatus200 = false } = options;
  const bots = new Map<string, FakeBot>();
  const faults = createFaults(options.seed === undefined ? {} : { seed: options.seed });
  const ledger = createLedger();
  const work = createWork();
  const postman = createPostman({ faults, poster: options.poster ?? createPoster(), report: ledger.webhook });
  const app = createRoutes({
    bots,
    signals: createSignals(postman),
    work,
    ledger,
    nowMs: now,
    perMinuteMax,
    pageSize,
    errorsAsStatus200,
  });
  const served = serveFake({
    faults,
    handle(request) {
      ledger.request(operationOf(request.method, new URL(request.url).pathname));
      return app.fetch(request);
    },
    operationOf,
    refuse: (status) => refuse(refusalOf(status), { asStatus200: errorsAsStatus200 }),
  });

  const fake: FakeChatApi = {
    ...served,
    faults,

    setBot(bot) {
      const known = bots.get(bot.webhookId);
      bots.set(bot.webhookId, {
        ...(known ?? newBot()),
        webhookId: bot.webhookId,
        encryptionKey:
          bot.encryptionKey ?? (known?.isPersonal === false ? known.encryptionKey : randomUUID()),
        isPersonal: bot.encryptionKey !== undefined,
        webhookUrl: bot.webhookUrl ?? null,
        webhookSecret: bot.webhookSecret ?? null,
        script: bot.script ?? known?.script ?? scripts.quote(),
      });
    },

    setScript(webhookId, script) {
      const bot = bots.get(webhookId);
      if (bot === undefined) throw new Error(`no bot ${webhookId}`);
      bot.script = script;
    },

    giveAway(conversationId, ownerId) {
      for (const bot of bots.values()) {
        const conversation = bot.conversations.get(conversationId);
        if (conversation !== undefined) conversation.ownerId = ownerId;
      }
    },

    transcript(conversationId, webhookId) {
      for (const bot of bots.values()) {
        if (webhookId !== undefined && bot.webhookId !== webhookId) continue;
        const conversation = bot.conversations.get(conversationId);
        if (conversation !== undefined) return [...conversation.messages];
      }
      return [];
    },

    observe: ledger.observe,
    counters: ledger.counters,
    settled: () => work.idle(postman.heldCount),

    async close() {
      work.close();
      await Promise.all([served.close(), postman.close()]);
    },
  };

  for (const bot of options.bots ?? []) fake.setBot(bot);
  return fake;
}

function newBot(): Pick<FakeBot, 'userId' | 'users' | 'conversations' | 'creating' | 'minute'> {
  return {
    userId: botpressId('user'),
    users: new Map(),
    conversations: new Map(),
    creating: new Set(),
    minute: { startedAtMs: 0, count: 0 },
  };
}

/** Names operations for the `only` of a fault: `user.open`, `conversation.open`, `message.create`, `message.list`, … */
function operationOf(method: string, path: string): string {
  const [, , noun = '', id, part] = path.split('/');
  if (id === 'get-or-create') return `${noun.replace(/s$/, '')}.open`;
  if (part === 'messages') return 'message.list';
  const verb =
    { POST: 'create', GET: 'get', PUT: 'update', DELETE: 'delete' }[method] ?? method.toLowerCase();
  return `${noun.replace(/s$/, '')}.${verb}`;
}

function refusalOf(status: 429 | 500): Refusal {
  if (status === 500) return new Refusal(500, 'Internal', 'An unexpected error occurred');
  return new Refusal(429, 'RateLimited', 'The request has been rate limited.', { 'ratelimit-reset': '1' });
}
