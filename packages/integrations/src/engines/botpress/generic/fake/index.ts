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
import type { FakeGenericBot, FakeGenericBotOptions } from './bots.ts';
import { createRoutes } from './routes.ts';

export interface FakeGenericOptions {
  bots?: FakeGenericBotOptions[];
  /** For the fault knobs. */
  seed?: number;
  now?: () => number;
  /** Takes the webhooks instead of HTTP. */
  poster?: FakePoster;
}

/** A bot server that speaks the generic dialect of product page §5.3: `POST /<botId>`. */
export interface FakeGeneric extends ServedFake {
  readonly faults: Faults;
  /** Adds a bot, or changes its configuration and keeps what was said. */
  setBot(options: FakeGenericBotOptions): void;
  setScript(botId: string, script: BotScript): void;
  /** All messages of a conversation in their order, by either session id. */
  transcript(sessionId: string, botId?: string): FakeMessage[];
  /** Calls the listener on every message and webhook; returns what stops it. */
  observe(listener: (event: FakeBotEvent) => void): () => void;
  counters(): FakeBotCounters;
  /** Resolves when no bot thinks and no webhook is under way or held back. */
  settled(): Promise<void>;
}

/** The only operation there is. */
const messageCreate = 'message.create';

export function createFakeGeneric(options: FakeGenericOptions = {}): FakeGeneric {
  const { now = Date.now } = options;
  const bots = new Map<string, FakeGenericBot>();
  const faults = createFaults(options.seed === undefined ? {} : { seed: options.seed });
  const ledger = createLedger();
  const work = createWork();
  const postman = createPostman({ faults, poster: options.poster ?? createPoster(), report: ledger.webhook });
  const app = createRoutes({ bots, postman, work, ledger, nowMs: now });
  const served = serveFake({
    faults,
    handle(request) {
      const [, bot = ''] = new URL(request.url).pathname.split('/');
      ledger.request(messageCreate);
      ledger.said(bot, now());
      return app.fetch(request);
    },
    operationOf: () => messageCreate,
    refuse: (status) =>
      Response.json({ error: 'refused' }, { status, headers: status === 429 ? { 'retry-after': '1' } : {} }),
  });

  const fake: FakeGeneric = {
    ...served,
    faults,

    setBot(bot) {
      const known = bots.get(bot.botId);
      bots.set(bot.botId, {
        botId: bot.botId,
        secrets: bot.secrets,
        answers: bot.answers ?? 'call',
        webhookUrl: bot.webhookUrl ?? null,
        repliesBy: bot.repliesBy ?? 'sessionId',
        script: bot.script ?? known?.script ?? scripts.quote(),
        conversations: known?.conversations ?? new Map(),
        answered: known?.answered ?? new Map(),
      });
    },

    setScript(botId, script) {
      const bot = bots.get(botId);
      if (bot === undefined) throw new Error(`no bot ${botId}`);
      bot.script = script;
    },

    transcript(sessionId, botId) {
      for (const bot of bots.values()) {
        if (botId !== undefined && bot.botId !== botId) continue;
        const all = [...bot.conversations.values()];
        const byNumber = () => all.find((conversation) => conversation.sessionId === sessionId);
        const conversation = bot.conversations.get(sessionId) ?? byNumber();
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
