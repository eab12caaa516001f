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
  attachedBot(inboxId: number): Promise<SetUpBot | null>;
  attachBot(input: { inboxId: number; botId: number }): Promise<void>;
  /** How many requests were sent so far. */
  requestCount(): number;
}

/** A Chat integration as a bot has it (contracts/botpress.md §1a); what is not told is null. */
export interface SetUpChat {
  /** The Chat API's id of the bot; null until it is registered. */
  webhookId: string | null;
  webhookUrl: string | null;
  encryptionKey: string | null;
  webhookSecret: string | null;
}

export interface SetUpEngineBot {
  id: string;
  name: string;
  /** The tag of the tenant it belongs to. */
  tenantId: string | null;
  /** Null: no Chat integration is installed. */
  chat: SetUpChat | null;
  registration: { status: 'registered' | 'pending' } | { status: 'failed'; reason: string };
}

/** One workspace of an engine with rights to make bots. Every method throws `UpstreamError`. */
export interface EngineSetUp {
  bot(id: string): Promise<SetUpEngineBot | null>;
  /** Those that carry the tenant's tag and ours. */
  botsOf(tenantId: string): Promise<SetUpEngineBot[]>;
  createBot(input: { name: string; tenantId: string }): Promise<SetUpEngineBot>;
  /** Installs the Chat integration, or changes its configuration. */
  installChat(input: {
    botId: string;
    encryptionKey: string;
    webhookSecret: string;
    webhookUrl: string | null;
  }): Promise<void>;
  keys(botId: string): Promise<{ id: string; note: string }[]>;
  /** The value is shown this once. */
  createKey(input: { botId: string; note: string }): Promise<{ value: string }>;
  deleteKey(input: { botId: string; keyId: string }): Promise<void>;
}

/** What a webhook of ours answered to a test. */
export interface SelfTestAnswer {
  status: number;
  /** The `reason` of its body; null when there is none. */
  reason: string | null;
}

/** The side of the registry that sets upstreams up. `settings` are checked before: nothing is parsed here. */
export interface SetUps {
  chatwoot(settings: { baseUrl: string; accountId: number; adminToken: string }): ChannelSetUp;
  botpress(settings: { token: string; workspaceId: string; apiUrl?: string | undefined }): EngineSetUp;
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
