import type { BotScript } from '../../fake/bot-script.ts';
import type { FakeMessage } from '../../fake/ledger.ts';
import type { Fields } from '../../fields.ts';

/** One bot of a fake bot server, answering at `/<botId>`. */
export interface FakeGenericBotOptions {
  botId: string;
  /** Any of these may have signed what it gets; the first signs what it sends. */
  secrets: string[];
  /** In the answer to the request, or with an empty 202 and later by webhook. Default `call`. */
  answers?: 'call' | 'webhook';
  webhookUrl?: string;
  /** Which of the two ids it was given names the conversation in its replies. Default `sessionId`. */
  repliesBy?: 'sessionId' | 'tandemSessionId';
  /** Quotes each message when left out. */
  script?: BotScript;
}

export interface FakeGenericConversation {
  sessionId: string;
  tandemSessionId: string;
  /** In the order they were heard and said. */
  messages: FakeMessage[];
  customerMessageCount: number;
}

export interface FakeGenericBot extends Required<Omit<FakeGenericBotOptions, 'webhookUrl'>> {
  webhookUrl: string | null;
  /** By our session id. */
  conversations: Map<string, FakeGenericConversation>;
  /** What was answered to which message: a repetition hears the same again. */
  answered: Map<string, Promise<FakeAnswer>>;
}

/** `body` is null when the reply goes by webhook. */
export type FakeAnswer = { status: 200 | 202 | 500; body: Fields | null };
