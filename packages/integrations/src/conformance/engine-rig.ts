import { randomUUID } from 'node:crypto';
import type { Engine, EngineConversation, EngineTurn } from '../contract/index.ts';
import type { BotScript } from '../engines/botpress/fake/bot-script.ts';
import type { Faults } from '../faults/index.ts';
import type { ReplyReceiver } from './receive-replies.ts';

/** One engine, its fake over real HTTP, and what the suite must know of the dialect. */
export interface EngineRig {
  engine: Engine;
  /** Good settings; the suite spoils them in the named ways. */
  settings: Record<string, unknown>;
  wrongCredentials: Record<string, unknown>;
  /** The same, pointing at a port where nobody listens. */
  unreachable: Record<string, unknown>;
  faults: Faults;
  replies: ReplyReceiver;
  setScript(script: BotScript): void;
  /** What the fake holds of a turn's conversation, oldest first. */
  held(turn: EngineTurn): { isBot: boolean; text: string }[];
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** What one dialect does differently from another. */
export interface EngineTraits {
  /** Where the bot's answer comes. */
  answers: 'in-call' | 'by-webhook';
  /** Whether the engine hears a repeated turn once. */
  hearsRepetitionOnce: boolean;
  /** What a server error at a send leaves us with, and the status it comes with. */
  serverErrorOnSend: { kind: 'failed' | 'unknown-outcome'; status: 500 | 400 };
  canOpen: boolean;
  /** Whether replies carry an id of the engine's. */
  namesReplies: boolean;
  /** Whether a bot can ask for a human without a word. */
  asksWithoutWords: boolean;
  /** Characters of one message; what is beyond is cut. */
  textLengthMax: number;
}

/** A turn in a conversation of its own unless one is given. */
export function mintTurn(given: Partial<EngineTurn> & { text?: string } = {}): EngineTurn {
  const { text = 'Where is my order?', ...rest } = given;
  const tenant = randomUUID().slice(0, 8);
  const channelConversationId = Math.floor(Math.random() * 1e9) + 1;
  const conversation: EngineConversation = {
    userId: `t${tenant}-c55`,
    conversationId: `t${tenant}-cw${channelConversationId}`,
  };
  return {
    turnId: randomUUID(),
    sessionId: randomUUID(),
    channelConversationId,
    channelMessageId: 555,
    conversation,
    message: { text, attachments: [] },
    tenantContext: { tenantId: tenant, configVersion: 7, language: 'de' },
    knowledge: [{ question: 'When do you open?', answer: 'At nine.', tags: ['hours'] }],
    ...rest,
  };
}
