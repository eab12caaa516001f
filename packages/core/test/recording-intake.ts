import { createHmac } from 'node:crypto';
import type { Accepted, NewInbound } from '@tandem/db';
import { createIntegrations } from '@tandem/integrations';
import type { EngineDialect, WebhookRequest } from '@tandem/integrations/contract';
import { newId } from '@tandem/runtime';
import type { ConnectionId, ConversationKey, InboundId, LaneKey, TenantId } from '@tandem/schemas';
import type { IntakeContext, LimitVerdict, WebhookConnection } from '../src/intake/index.ts';

/** What the world around the webhook path looks like to it. Everything may be changed between webhooks. */
export interface IntakeWorld {
  chatwootSecrets: string[];
  botpressSecrets: string[];
  /** By `<provider> <webhook key>`. */
  keys: Record<string, WebhookConnection>;
  /** By `<account> <inbox>`; the default account is written as 0. */
  inboxes: Record<string, WebhookConnection>;
  /** By `<tenant> <engine conversation>`. */
  engineConversations: Record<string, ConversationKey>;
  /** By `<tenant, or ->` and what names the session. */
  references: Record<string, ConversationKey>;
  tenants: Record<string, { active: boolean; shared: boolean }>;
  limit: LimitVerdict;
}

export interface RecordingIntake {
  context: IntakeContext;
  world: IntakeWorld;
  /** What was stored, in order; duplicates are not. */
  rows: NewInbound[];
  /** What was woken at once. */
  wakes: LaneKey[];
  /** What is to be woken later. */
  timedWakes: { lane: LaneKey; at: Date }[];
  /** What was counted against limits. */
  counted: { tenantId: TenantId; inboxId: number | null }[];
}

/** The real providers around a directory in memory and a store that only remembers. */
export function createRecordingIntake(world: Partial<IntakeWorld> = {}): RecordingIntake {
  const { channels, engines, detectDialect } = createIntegrations({ allowPrivate: false });
  const intake: Omit<RecordingIntake, 'context'> = {
    world: {
      chatwootSecrets: [],
      botpressSecrets: [],
      keys: {},
      inboxes: {},
      engineConversations: {},
      references: {},
      tenants: {},
      limit: { verdict: 'ok' },
      ...world,
    },
    rows: [],
    wakes: [],
    timedWakes: [],
    counted: [],
  };
  const { rows, wakes, timedWakes, counted } = intake;
  const context: IntakeContext = {
    integrations: { channels, engines, detectDialect },
    directory: {
      byKey: (provider, key) => intake.world.keys[`${provider} ${key}`] ?? null,
      byInbox: (account, inbox) => intake.world.inboxes[`${account ?? 0} ${inbox}`] ?? null,
      installationSecrets: (provider) =>
        provider === 'chatwoot' ? intake.world.chatwootSecrets : intake.world.botpressSecrets,
      sharedEngineTenant: (tenantId) => intake.world.tenants[tenantId] ?? null,
      sessionOfEngineConversation: (tenantId, id) =>
        intake.world.engineConversations[`${tenantId} ${id}`] ?? null,
      sessionOfReference: (tenantId, id) => intake.world.references[`${tenantId ?? '-'} ${id}`] ?? null,
    },
    limit: (input) => {
      counted.push(input);
      return intake.world.limit;
    },
    accept: async (row) => remember(rows, row),
    wake: (lanes) => wakes.push(...lanes),
    wakeAt: (lane, at) => timedWakes.push({ lane, at }),
    newId,
  };
  return { ...intake, context };
}

function remember(rows: NewInbound[], row: NewInbound): Accepted {
  const same = rows.find((one) => meaningOf(one) === meaningOf(row));
  if (same) return { id: same.id, duplicate: true, wakes: null };
  rows.push(row);
  return { id: row.id, duplicate: false, wakes: row.effect ? null : row.wakes };
}

const meaningOf = ({ tenantId, connectionId, dedupeKey }: NewInbound): string =>
  `${tenantId} ${connectionId} ${dedupeKey}`;

/** A connection of a fresh tenant. */
export function connectionOf(more: Partial<WebhookConnection> = {}): WebhookConnection {
  return {
    tenantId: newId<TenantId>(),
    connectionId: newId<ConnectionId>(),
    active: true,
    dialect: null,
    accountId: null,
    inboxId: null,
    secrets: [],
    awaitsSecretUntilMs: null,
    pathKeyAlone: false,
    welcomesOnOpen: false,
    answerWhen: 'pending',
    autoResumeMinutes: null,
    ...more,
  };
}

/** A connection to an engine of a fresh tenant. */
export const engineConnectionOf = (
  dialect: EngineDialect,
  more: Partial<WebhookConnection> = {},
): WebhookConnection => connectionOf({ dialect, ...more });

interface RequestOf {
  headers?: Record<string, string>;
  body: unknown;
  receivedAtMs?: number;
}

/** A webhook as it arrives: `body` is sent as it is when it is text or bytes, as JSON otherwise. */
export function requestOf({ headers = {}, body, receivedAtMs }: RequestOf): WebhookRequest {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const signedAtMs = Number(byName.get('x-chatwoot-timestamp') ?? Number.NaN) * 1_000;
  return {
    header: (name) => byName.get(name),
    body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    receivedAtMs:
      receivedAtMs ?? (Number.isNaN(signedAtMs) ? Date.parse('2026-03-02T09:00:00.000Z') : signedAtMs),
  };
}

/** As `requestOf`, with a valid signature of its body. */
export function signedRequestOf(header: string, secret: string, input: RequestOf): WebhookRequest {
  const { body } = requestOf(input);
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  return requestOf({ ...input, body, headers: { ...input.headers, [header]: signature } });
}

export const inboundId = (id: string): InboundId => id as InboundId;
