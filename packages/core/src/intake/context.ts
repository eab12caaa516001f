import type { Accepted, NewInbound } from '@tandem/db';
import type { ChannelEvent, EngineDialect, Integrations } from '@tandem/integrations/contract';
import type { ConnectionId, ConversationKey, LaneKey, OutboundId, TenantId } from '@tandem/schemas';
import type { OwnerRules } from '../ownership/owner-events.ts';

type Soon<Value> = Value | Promise<Value>;

/** All that the webhook path needs to know about one tenant's link to one upstream, secrets opened. */
export interface WebhookConnection {
  tenantId: TenantId;
  connectionId: ConnectionId;
  /** False while the tenant is suspended. */
  active: boolean;
  /** Null for Chatwoot. */
  dialect: EngineDialect | null;
  accountId: number | null;
  /** The only inbox that belongs to it; null: any of its account. */
  inboxId: number | null;
  secrets: readonly string[];
  /** Product page §5.3: `messaging_api`, and Chatwoot with `allowUnsigned`. */
  pathKeyAlone: boolean;
  /** Whether visitors are welcomed when they open the widget; otherwise nothing of it is stored. */
  welcomesOnOpen: boolean;
  /** What its events do to owners (product page §3). */
  answerWhen: OwnerRules['answerWhen'];
  autoResumeMinutes: number | null;
}

/** Who is who, without a MySQL row when warm. Every look-up answers null for "nobody". */
export interface IntakeDirectory {
  byKey(provider: 'chatwoot' | 'botpress', webhookKey: string): Soon<WebhookConnection | null>;
  /** On the installation's default Chatwoot. `accountId` null: its default account. */
  byInbox(accountId: number | null, inboxId: number): Soon<WebhookConnection | null>;
  /** The secrets of the keyless routes. */
  installationSecrets(provider: 'chatwoot' | 'botpress'): readonly string[];
  /** Whether a tenant may be reached by the keyless Botpress route, and is active. */
  sharedEngineTenant(tenantId: TenantId): Soon<{ active: boolean; shared: boolean } | null>;
  sessionOfEngineConversation(tenantId: TenantId, engineConversationId: string): Soon<ConversationKey | null>;
  /** `reference`: our session id or a Chatwoot conversation id; `tenantId` null: in the installation's default account. */
  sessionOfReference(tenantId: TenantId | null, reference: string): Soon<ConversationKey | null>;
}

export type LimitVerdict =
  | { verdict: 'ok' }
  | { verdict: 'paced'; delayMs: number }
  | { verdict: 'refused'; retryAfterS: number };

export interface IntakeContext {
  integrations: Integrations;
  directory: IntakeDirectory;
  /** Counts one customer message against its inbox and tenant. */
  limit(input: { tenantId: TenantId; inboxId: number | null }): Soon<LimitVerdict>;
  /** Stores it durably, together with others that arrive at the same time. Rejects when it could not be stored. */
  accept(row: NewInbound): Promise<Accepted>;
  /** Best effort: MySQL holds the truth, the sweep repairs what is lost. */
  wake(lanes: LaneKey[]): void;
  wakeAt(lane: LaneKey, at: Date): void;
  newId<Id extends string>(): Id;
}

/** What came of one webhook; each edge maps all of them. */
export type WebhookOutcome =
  | {
      status: 'accepted' | 'duplicate';
      id: string;
      kind: string;
      tenantId: TenantId;
      /** Of an echo: what came back. */
      outboundId?: OutboundId;
    }
  | { status: 'ignored'; reason: string }
  | { status: 'unauthorized'; reason: 'missing' | 'stale' | 'mismatch' }
  | { status: 'malformed'; issues: { path: string; message: string }[] }
  | { status: 'not-found'; reason: string }
  | { status: 'limited'; retryAfterS: number; tenantId: TenantId };

/** The kinds of channel events that are stored. */
export type StoredEvent = Exclude<ChannelEvent, { kind: 'ignored' }>;
