import type { BotScript } from '../../fake/bot-script.ts';
import type { FakeMessage } from '../../fake/ledger.ts';
import type { Fields } from '../../fields.ts';

/** One bot of a v12 server, with the `converse` part of its configuration (contracts/botpress.md §1e). */
export interface FakeV12BotOptions {
  botId: string;
  /** Default 360. */
  maxMessageLength?: number;
  /** Default 5,000. */
  timeoutMs?: number;
  /** Default true; false: only the secured route answers. */
  enableUnsecuredEndpoint?: boolean;
  /** A JWT that the secured route takes. */
  token?: string;
  /** Quotes each message when left out. */
  script?: BotScript;
}

export interface FakeV12User {
  /** In the order they were heard and said. */
  messages: FakeMessage[];
  customerMessageCount: number;
}

export interface FakeV12Bot extends Required<Omit<FakeV12BotOptions, 'token'>> {
  token: string | null;
  users: Map<string, FakeV12User>;
  /** What was said to whom since the last answer: in memory, per user, whatever request it was said to. */
  collected: Map<string, Fields[]>;
  /** The most requests of one user that were under way at once. */
  underWay: Map<string, number>;
  underWayMax: number;
}
