import { createFaults, type Faults, type ServedFake, serveFake } from '../../../../faults/index.ts';
import { type BotScript, scripts } from '../../fake/bot-script.ts';
import {
  createLedger,
  type FakeBotCounters,
  type FakeBotEvent,
  type FakeMessage,
} from '../../fake/ledger.ts';
import { createWork } from '../../fake/work.ts';
import type { FakeV12Bot, FakeV12BotOptions } from './bots.ts';
import { refuse } from './refuse.ts';
import { createRoutes } from './routes.ts';

export interface FakeV12Options {
  bots?: FakeV12BotOptions[];
  /** For the fault knobs. */
  seed?: number;
  now?: () => number;
}

/** An honest stand-in for a v12 server: collects answers per user, refuses long texts, times out with 400. */
export interface FakeV12 extends ServedFake {
  readonly faults: Faults;
  /** Adds a bot, or changes its configuration and keeps what was said. */
  setBot(options: FakeV12BotOptions): void;
  setScript(botId: string, script: BotScript): void;
  /** All messages of a user in their order; of the named bot, else of whichever knows it. */
  transcript(userId: string, botId?: string): FakeMessage[];
  /** The most requests of one user that a bot had under way at once. */
  underWayMax(botId: string): number;
  /** Calls the listener on every message; returns what stops it. */
  observe(listener: (event: FakeBotEvent) => void): () => void;
  counters(): FakeBotCounters;
  /** Resolves when no bot thinks. */
  settled(): Promise<void>;
}

/** The only operation there is. */
const messageCreate = 'message.create';

export function createFakeV12(options: FakeV12Options = {}): FakeV12 {
  const { now = Date.now } = options;
  const bots = new Map<string, FakeV12Bot>();
  const faults = createFaults(options.seed === undefined ? {} : { seed: options.seed });
  const ledger = createLedger();
  const work = createWork();
  const app = createRoutes({ bots, work, ledger, nowMs: now });
  const served = serveFake({
    faults,
    handle(request) {
      ledger.request(messageCreate);
      return app.fetch(request);
    },
    operationOf: () => messageCreate,
    refuse: (status) =>
      status === 500
        ? refuse(500, 'An unexpected error occurred')
        : new Response('Too many requests', { status, headers: { 'retry-after': '1' } }),
  });
  const botOf = (botId: string): FakeV12Bot => {
    const bot = bots.get(botId);
    if (bot === undefined) throw new Error(`no bot ${botId}`);
    return bot;
  };

  const fake: FakeV12 = {
    ...served,
    faults,

    setBot(bot) {
      const known = bots.get(bot.botId);
      bots.set(bot.botId, {
        botId: bot.botId,
        maxMessageLength: bot.maxMessageLength ?? 360,
        timeoutMs: bot.timeoutMs ?? 5_000,
        enableUnsecuredEndpoint: bot.enableUnsecuredEndpoint ?? true,
        token: bot.token ?? null,
        script: bot.script ?? known?.script ?? scripts.quote(),
        users: known?.users ?? new Map(),
        collected: known?.collected ?? new Map(),
        underWay: known?.underWay ?? new Map(),
        underWayMax: known?.underWayMax ?? 0,
      });
    },

    setScript(botId, script) {
      botOf(botId).script = script;
    },

    transcript(userId, botId) {
      for (const bot of bots.values()) {
        if (botId !== undefined && bot.botId !== botId) continue;
        const user = bot.users.get(userId);
        if (user !== undefined) return [...user.messages];
      }
      return [];
    },

    underWayMax: (botId) => botOf(botId).underWayMax,
    observe: ledger.observe,
    counters: ledger.counters,
    settled: () => work.idle(() => 0),

    async close() {
      work.close();
      await served.close();
    },
  };

  for (const bot of options.bots ?? []) fake.setBot(bot);
  return fake;
}
