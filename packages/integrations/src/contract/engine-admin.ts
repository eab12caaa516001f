/** A bot as a listing shows it. */
export interface EngineBotSummary {
  id: string;
  name: string;
  tags: Record<string, string>;
}

export interface EngineBot extends EngineBotSummary {
  /** By key: the integration's id, unless aliases are used. */
  integrations: Record<string, EngineBotIntegration>;
}

/** An integration installed in a bot. For the Chat integration `webhookId` is the Chat API id (contracts/botpress.md §3.4). */
export interface EngineBotIntegration {
  /** Of the integration's version. */
  integrationId: string;
  name: string;
  enabled: boolean;
  webhookId: string;
  /** Usable once it is `registered`. */
  status: string;
  statusReason: string | null;
  configuration: Record<string, unknown>;
}

/**
 * The workspace's side of an engine, for onboarding alone (contracts/botpress.md §3.4). Every method throws
 * `UpstreamError`; the ones that create are never repeated blindly: `unknown-outcome` when nobody knows.
 */
export interface EngineAdmin {
  /** Every bot that carries all of `tags`, over all pages. */
  listBots(input: { tags: Record<string, string> }): Promise<EngineBotSummary[]>;
  createBot(input: { name: string; tags: Record<string, string> }): Promise<EngineBot>;
  /** Null when there is none. */
  getBot(botId: string): Promise<EngineBot | null>;
  /** Installs or changes integrations and tags; those not named stay. Safe to repeat. */
  updateBot(input: {
    botId: string;
    tags?: Record<string, string>;
    integrations?: Record<
      string,
      { integrationId: string; enabled: boolean; configuration: Record<string, unknown> }
    >;
  }): Promise<EngineBot>;
  /** A key for this bot's Runtime, Files and Tables APIs and nothing else; its value is shown only here. */
  createBotApiKey(input: { botId: string; note: string }): Promise<{ id: string; value: string }>;
  listBotApiKeys(botId: string): Promise<{ id: string; note: string }[]>;
  /** One that is gone already is fine. */
  deleteBotApiKey(keyId: string): Promise<void>;
  /** The version id to install; null when there is no such integration. */
  getPublicIntegration(input: { name: string; version: string }): Promise<{ id: string } | null>;
}
