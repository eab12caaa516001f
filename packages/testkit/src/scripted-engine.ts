import {
  type Engine,
  type EngineClient,
  type EngineConversation,
  type EngineDialect,
  type EngineReply,
  type EngineTranscript,
  type EngineTurn,
  engineDialects,
  type ForgetUser,
  type Taken,
} from '@tandem/integrations/contract';
import type { Content, EngineAction, Option } from '@tandem/schemas';
import { type OnStep, ScriptedCalls } from './call-script.ts';

/** What a bot says to one turn: each text is a message of its own. */
export type BotSays = (turn: EngineTurn) => readonly BotMessage[];

export type BotMessage =
  | string
  | {
      text?: string;
      /** Asks `text` with these to choose from. */
      options?: readonly Option[];
      handoff?: Record<string, unknown>;
      fallback?: boolean;
      actions?: readonly EngineAction[];
    };

interface Options {
  /** Whose reading and verifying it keeps; with `generic` and `v12` it answers in the call, otherwise by webhook. */
  reader: Engine;
  nowMs(): number;
  onStep?: OnStep;
}

interface Said {
  conversationId: string;
  reply: EngineReply;
}

/** What each dialect's client leaves to do. */
const afterUnknown = {
  chat_api: 'look-up',
  messaging_api: 'wait',
  generic: 'repeat',
  v12: 'give-up',
} as const satisfies Record<EngineDialect, EngineClient['afterUnknown']>;

/** A bot whose calls do what a test says, behind the real reader of its webhooks. It keeps what it was told and what it said. */
export class ScriptedEngine {
  /** The turns it took, in order. */
  readonly taken: { turn: EngineTurn; takenAtMs: number }[] = [];
  readonly opened: EngineConversation[] = [];
  /** Whom it was told that humans gave back, in order. */
  readonly toldHandoffEnded: EngineConversation[] = [];
  /** Users that were to be deleted. */
  readonly forgotten: ForgetUser[] = [];
  /** Bodies of webhooks that are on their way. */
  readonly outbox: unknown[] = [];
  /** What it says to each turn. */
  says: BotSays = ({ message }) => [`re: ${message.text}`];
  /** Runs when a turn was taken, before the call is answered: a reply by webhook may come first. */
  beforeAnswer: (() => Promise<void>) | null = null;
  /** False: it cannot be read back. */
  canRead: boolean;
  readonly opens: ScriptedCalls;
  readonly sends: ScriptedCalls;
  readonly transcripts: ScriptedCalls;
  readonly tells: ScriptedCalls;
  readonly engine: Engine;
  readonly #dialect: EngineDialect;
  readonly #said: Said[] = [];
  readonly #nowMs: () => number;
  #lastMs = 0;

  constructor({ reader, nowMs, onStep = () => {} }: Options) {
    this.opens = new ScriptedCalls('engine open', onStep);
    this.sends = new ScriptedCalls('engine send', onStep);
    this.transcripts = new ScriptedCalls('engine transcript', onStep);
    this.tells = new ScriptedCalls('engine tell', onStep);
    this.#nowMs = nowMs;
    this.#dialect = engineDialects.find((one) => one === reader.dialect) ?? 'chat_api';
    this.canRead = this.#dialect === 'chat_api';
    this.engine = { ...reader, connect: () => this.#client() };
  }

  /** What it heard, as text. */
  get heard(): string[] {
    return this.taken.map(({ turn }) => turn.message.text);
  }

  /** Says something of its own accord; the webhook goes to the outbox. */
  say(conversationId: string, message: BotMessage): void {
    const given = typeof message === 'string' ? { text: message } : message;
    const createdAtMs = this.#time();
    const id = crypto.randomUUID();
    const metadata = {
      ...(given.handoff && { handoff: given.handoff }),
      ...(given.fallback && { fallback: true }),
      ...(given.actions && { actions: given.actions }),
    };
    const payload = payloadOf(given);
    this.#said.push({ conversationId, reply: replyOf(given, { id, createdAtMs }) });
    if (this.#dialect === 'messaging_api') {
      const { type, ...fields } = payload;
      const ids = { conversationId, botpressMessageId: id };
      this.outbox.push({ ...ids, type, payload: { ...fields, metadata } });
      return;
    }
    const data = {
      id,
      conversationId,
      userId: 'bot',
      createdAt: new Date(createdAtMs).toISOString(),
      payload,
      metadata,
      isBot: true,
    };
    this.outbox.push({ type: 'message_created', data });
  }

  #client(): EngineClient {
    return {
      open: async (conversation, guard) => {
        guard();
        await this.opens.call(() => this.opened.push(conversation));
      },
      send: async (turn, guard) => {
        guard();
        return await this.sends.call(async () => {
          const taken = this.#take(turn);
          await this.beforeAnswer?.();
          return taken;
        });
      },
      transcript: this.canRead
        ? async ({ conversation, sinceMs }) =>
            await this.transcripts.call(() => this.#transcript(conversation.conversationId, sinceMs))
        : null,
      afterUnknown: afterUnknown[this.#dialect],
      tellHandoffEnded:
        this.#dialect === 'chat_api'
          ? async ({ conversation }) =>
              void (await this.tells.call(() => this.toldHandoffEnded.push(conversation)))
          : null,
      forget:
        this.#dialect === 'chat_api'
          ? async (user) => {
              this.forgotten.push(user);
              return { deleted: 1, kept: 1 };
            }
          : null,
    };
  }

  #take(turn: EngineTurn): Taken {
    const takenAtMs = this.#time();
    this.taken.push({ turn, takenAtMs });
    const messages = this.says(turn);
    if (this.#dialect === 'generic' || this.#dialect === 'v12') {
      return {
        takenAtMs: null,
        replies: messages.map((message) => replyOf(message, { id: null, createdAtMs: null })),
      };
    }
    for (const message of messages) this.say(turn.conversation.conversationId, message);
    return { takenAtMs, replies: null };
  }

  #transcript(conversationId: string, sinceMs: number): EngineTranscript {
    return {
      turns: this.taken
        .filter(
          ({ turn, takenAtMs }) =>
            turn.conversation.conversationId === conversationId && takenAtMs >= sinceMs,
        )
        .map(({ turn, takenAtMs }) => ({ turnId: turn.turnId, takenAtMs })),
      replies: this.#said
        .filter((said) => said.conversationId === conversationId && (said.reply.createdAtMs ?? 0) >= sinceMs)
        .map(({ reply }) => reply),
    };
  }

  /** Its own clock: no two messages have one time. */
  #time(): number {
    this.#lastMs = Math.max(this.#lastMs + 1, this.#nowMs());
    return this.#lastMs;
  }
}

function replyOf(message: BotMessage, of: { id: string | null; createdAtMs: number | null }): EngineReply {
  const given = typeof message === 'string' ? { text: message } : message;
  return {
    ...of,
    contents: contentsOf(given),
    handoff: given.handoff ?? null,
    fallback: given.fallback === true,
    actions: [...(given.actions ?? [])],
  };
}

type Given = Exclude<BotMessage, string>;

function contentsOf({ text, options }: Given): Content[] {
  if (text === undefined) return [];
  return [options ? { type: 'choice', text, options: [...options] } : { type: 'text', text }];
}

/** As contracts/botpress.md §2 has it. */
function payloadOf({ text, options }: Given): { type: string } & Record<string, unknown> {
  if (text === undefined) return { type: 'bloc', items: [] };
  if (!options) return { type: 'text', text };
  return { type: 'choice', text, options: options.map(({ title, value }) => ({ label: title, value })) };
}
