import type { RetiredSecret, Tenant, TenantScope } from '@tandem/db';
import type {
  ChatwootToken,
  EngineBot,
  EngineDialect,
  SetUpBot,
  SetUpInbox,
  Visit,
} from '@tandem/integrations/contract';
import type { Config, ConnectionId } from '@tandem/schemas';
import type { AdminContext } from '../../admin/admin-context.ts';
import type { SyncTarget } from '../../sync/sync-target.ts';

/** The Chatwoot connection in use, secrets opened. */
export interface ChartedChannel {
  connectionId: ConnectionId;
  /** `default`: the installation's, whose webhooks come without a key. */
  source: 'own' | 'default';
  baseUrl: string;
  host: string;
  accountId: number;
  inboxId: number | null;
  botId: number | null;
  botToken: string | null;
  adminToken: string | null;
  secrets: readonly string[];
  retired: readonly RetiredSecret[];
  allowUnsigned: boolean;
  answerWhen: 'pending' | 'pending-or-unassigned-open';
}

/** The Botpress connection in use, secrets opened. */
export interface ChartedEngine {
  connectionId: ConnectionId | null;
  source: 'own' | 'default';
  dialect: EngineDialect;
  settings: Readonly<Record<string, unknown>>;
  secrets: readonly string[];
}

/** Which bots have to do with the inbox. */
export interface ChartedBots {
  /** The one that answers the inbox; null: none. */
  attached: SetUpBot | null;
  /** The one whose token or number the connection has; null: it is not there. */
  ours: SetUpBot | null;
}

/**
 * What is looked at with an administrator's rights. Each rejects with `CannotLook` where there are none, or where the Chatwoot
 * cannot be reached: what is wrong there is said once.
 */
export interface Desk {
  role(): Promise<'administrator' | 'agent' | null>;
  inbox(): Promise<SetUpInbox | null>;
  bots(): Promise<ChartedBots>;
  keepsPending(): Promise<boolean | null>;
  /** URLs of the account's own webhooks. */
  webhookUrls(): Promise<string[]>;
  agentIds(): Promise<number[]>;
  teamIds(): Promise<number[]>;
}

/** One tenant under examination: its settings, and looks that several checks share, each taken at most once. */
export interface Chart {
  context: AdminContext;
  tenant: Tenant;
  scope: TenantScope;
  config: Config;
  configVersion: number;
  channel: ChartedChannel | null;
  engine: ChartedEngine | null;
  target: SyncTarget;
  door(): Promise<Visit>;
  /** Where customers' messages are sent, and which setting says so; rejects with `CannotLook` without an engine. */
  engineDoor(): Promise<{ host: string; setting: string; visit: Visit }>;
  /** What the workspace knows of the bot; rejects with `CannotLook` where nothing may be asked of it. */
  cloudBot(): Promise<EngineBot | null>;
  botToken(): Promise<ChatwootToken>;
  desk: Desk;
}
