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
import { botpressId, type FakeMessagingBot, type FakeMessagingBotOptions } from './bots.ts';
import { createRoutes } from './routes.ts';
import { callbackHeaders } from './run-bot.ts';

export interface FakeMessagingApiOptions {
  bots?: FakeMessagingBotOptions[];
  /** For the fault knobs. */
  seed?: number;
  now?: () => number;
  /** Takes the callbacks instead of HTTP. */
  poster?: FakePoster;
}

/** An honest stand-in for `webhook.botpress.cloud` with the Messaging API: swallows failures into 400, knows no duplicates. */
export interface FakeMessagingApi extends ServedFake {
  readonly faults: Faults;
  /** Adds a bot, or changes its configuration and keeps what was said. */
  setBot(options: FakeMessagingBotOptions): void;
  /** As `setBot`, with the probe of a saved integration; false when its receiver answered no 2xx and nothing was saved. */
  install(options: FakeMessagingBotOptions): Promise<boolean>;
  setScript(webhookId: string, script: BotScript): void;
  /** All messages of a conversation in their order, by our id; of the named bot, else of whichever has it. */
  transcript(conversationId: string, webhookId?: string): FakeMessage[];
  /** Calls the listener on every message and callback; returns what stops it. */
  observe(listener: (event: FakeBotEvent) => void): () => void;
  counters(): FakeBotCounters;
  /** Resolves when no bot thinks and no callback is under way or held back. */
  settled(): Promise<void>;
}

/** The only operation there is. */
const messageCreate = 'message.create';

export function createFakeMessagingApi(options: FakeMessagingApiOptions = {}): FakeMessagingApi {
  const { now = Date.now, poster = createPoster() } = options;
  const bots = new Map<string, FakeMessagingBot>();
  const faults = createFaults(options.seed === undefined ? {} : { seed: options.seed });
  const ledger = createLedger();
  const work = createWork();
  const postman = createPostman({ faults, poster, report: ledger.webhook });
  const app = createRoutes({ bots, postman, work, ledger, nowMs: now });
  const served = serveFake({
    faults,
    handle(request) {
      ledger.request(messageCreate);
      return app.fetch(request);
    },
    operationOf: () => messageCreate,
    refuse,
  });

  const fake: FakeMessagingApi = {
    ...served,
    faults,

    setBot(bot) {
      const known = bots.get(bot.webhookId);
      bots.set(bot.webhookId, {
        userId: known?.userId ?? botpressId('user'),
        conversations: known?.conversations ?? new Map(),
        users: known?.users ?? new Map(),
        ...bot,
        script: bot.script ?? known?.script ?? scripts.quote(),
      });
    },

    async install(bot) {
      const url = bot.responseEndpointURL;
      if (url === null) return false;
      const body = JSON.stringify({ type: 'test', payload: 'test' });
      const status = await poster.post({ url, headers: callbackHeaders, body }).catch(() => 0);
      if (status < 200 || status >= 300) return false;
      fake.setBot(bot);
      return true;
    },

    setScript(webhookId, script) {
      const bot = bots.get(webhookId);
      if (bot === undefined) throw new Error(`no bot ${webhookId}`);
      bot.script = script;
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

/** What fails behind the integration comes out as a 400; only the host in front of it limits (contracts/botpress.md §1b). */
function refuse(status: 429 | 500): Response {
  if (status === 500) return new Response('Unknown Error! Please contact the Botpress Team', { status: 400 });
  const body = { code: 429, type: 'RateLimited', message: 'The request has been rate limited.' };
  return Response.json(body, { status: 429, headers: { 'ratelimit-reset': '1' } });
}
