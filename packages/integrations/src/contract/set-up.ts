import type { Caller } from './budget.ts';

/** An inbox as an administrator sees it. */
export interface SetUpInbox {
  id: number;
  name: string;
  /** `Channel::Api`, `Channel::WebWidget`, … */
  channelType: string;
  /** Chatwoot itself greets, beside the bot (contracts/chatwoot.md §11, trap 11). */
  greets: boolean;
  /** Chatwoot itself says that nobody is there. */
  saysOutOfOffice: boolean;
  /** Chatwoot itself asks visitors of a widget for their address, beside the bot. */
  collectsEmail: boolean;
  /** Open conversations are given to agents by turns. */
  autoAssigns: boolean;
  /** Of an API channel: where its own events go, beside the bot's; null: nowhere. */
  webhookUrl: string | null;
}

/** A bot that can be attached to inboxes. */
export interface SetUpBot {
  id: number;
  name: string;
  description: string;
  outgoingUrl: string | null;
  /** Made by the installation for all accounts: nobody's to change. */
  isSystem: boolean;
  /** Null where the provider does not tell. */
  accessToken: string | null;
  /** What its webhooks are signed with; null where they are not (Chatwoot before 4.13), or it is not told. */
  secret: string | null;
}

/** One account of a channel with an administrator's rights. Every method throws `UpstreamError`. */
export interface ChannelSetUp {
  /** Of the token's owner in the account; null: no member. */
  role(): Promise<'administrator' | 'agent' | null>;
  /** Whether a conversation stays with a bot that cannot be reached; null when not told. */
  keepsPendingOnBotFailure(): Promise<boolean | null>;
  /** URLs of the account's own webhooks, which get every event beside the bot's. */
  webhookUrls(): Promise<string[]>;
  inbox(id: number): Promise<SetUpInbox | null>;
  inboxes(): Promise<SetUpInbox[]>;
  createApiInbox(input: { name: string }): Promise<SetUpInbox>;
  bot(id: number): Promise<SetUpBot | null>;
  bots(): Promise<SetUpBot[]>;
  createBot(input: { name: string; description: string }): Promise<SetUpBot>;
  setBotUrl(input: { botId: number; outgoingUrl: string }): Promise<void>;
  /** Whom a conversation may be assigned to. */
  agentIds(): Promise<number[]>;
  teamIds(): Promise<number[]>;
  attachedBot(inboxId: number): Promise<SetUpBot | null>;
  attachBot(input: { inboxId: number; botId: number }): Promise<void>;
}

/** What a webhook of ours answered to a test. */
export interface SelfTestAnswer {
  status: number;
  /** The `reason` of its body; null when there is none. */
  reason: string | null;
}

/** How the requests of a set-up leave. They are paid from the host's budget like all others. */
export interface SetUpPace {
  caller: Caller;
  /** Awaited before every single request; what it rejects with ends the call. */
  budget(): Promise<void>;
}

/** The side of the registry that sets upstreams up. `settings` are checked before: nothing is parsed here. */
export interface SetUps {
  chatwoot(
    settings: { baseUrl: string; accountId: number; adminToken: string },
    pace: SetUpPace,
  ): ChannelSetUp;
  /** Posts a `tandem_self_test` to a webhook URL of ours, proved as that provider proves its own. Throws `UpstreamError`. */
  selfTest(input: {
    provider: 'chatwoot' | 'botpress';
    url: string;
    /** Null: unsigned. */
    secret: string | null;
    body: object;
    nowMs: number;
  }): Promise<SelfTestAnswer>;
}
