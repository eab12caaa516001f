import type { BudgetScope, Caller } from './budget.ts';
import type { EngineDialect } from './engine.ts';

/** Why nothing answered: its name, its port, its certificate, no TLS there, nothing in time, no HTTP, a private address, our own budget. */
export type Unreached =
  | 'unknown-host'
  | 'refused'
  | 'certificate'
  | 'no-tls'
  | 'silent'
  | 'no-http'
  | 'private'
  | 'unspent';

/** One GET of what anybody may see. */
export type Visit =
  | {
      reached: true;
      status: number;
      /** Their `Date`, which has no fractions of a second; null when they do not tell. */
      dateMs: number | null;
      /** Host of the place it sends to instead; null: it does not. */
      redirectsTo: string | null;
      /** Whether it answers as what should be there does. */
      isExpected: boolean;
    }
  | { reached: false; why: Unreached; detail: string };

/**
 * What a token is that should be a bot's: of a bot of this account (`mayRead`: conversations and labels, Chatwoot from 4.14.2
 * on); of a bot that has nothing to do with the account; of a person; of nobody.
 */
export type ChatwootToken =
  | { kind: 'bot'; mayRead: boolean }
  | { kind: 'stranger' }
  | { kind: 'user' }
  | { kind: 'nobody' };

/** Whether the Chat API takes user keys signed with a connection's encryption key; `no-bot`: it does not know the webhook id. */
export type ChatKeyAnswer = 'accepted' | 'refused' | 'no-bot';

/** Looks at upstreams for the doctor: reads alone, which nobody there can see. Paid from the budgets like all requests. */
export interface Probes {
  /** Never rejects. */
  visit(input: { url: string; caller: Caller }): Promise<Visit>;
  /** The same for a Chatwoot: what is expected is its refusal of whoever sends no token. Never rejects. */
  chatwootDoor(input: { baseUrl: string; caller: Caller }): Promise<Visit>;
  /** Throws `UpstreamError`. */
  chatwootToken(input: {
    baseUrl: string;
    accountId: number;
    token: string;
    caller: Caller;
  }): Promise<ChatwootToken>;
  /** `settings` of a `chat_api` connection, secrets opened. Makes no user. Throws `UpstreamError`; a plain Error for settings that lack something. */
  chatKey(input: { settings: Record<string, unknown>; caller: Caller }): Promise<ChatKeyAnswer>;
  /** What messages to a Chatwoot and to a bot count against. Pure. */
  budgetScopes(input: {
    chatwootUrl?: string;
    engine?: { dialect: EngineDialect; settings: Readonly<Record<string, unknown>> };
  }): BudgetScope[];
}
