import type { Accepted, NewInbound } from '@tandem/db';
import { BadBody, type ChannelEvent, type WebhookRequest } from '@tandem/integrations/contract';
import type { Direction, InboundId, SessionId } from '@tandem/schemas';
import { visitorLaneOf } from '../welcome/visitor-lane.ts';
import type { IntakeContext, StoredEvent, WebhookConnection, WebhookOutcome } from './context.ts';
import { channelDedupeKey } from './dedupe-key.ts';
import { ignore } from './ignore.ts';
import { ownerEffectOf } from './owner-effect.ts';
import { parseBody } from './parse-body.ts';
import { redactBody } from './redact-body.ts';

type WidgetOpen = Extract<StoredEvent, { kind: 'widget-open' }>;

interface ChannelWebhook {
  webhookKey: string | null;
  request: WebhookRequest;
}

/**
 * Takes one Chatwoot webhook in: key, proof, body, place, limit, then stored. Nothing upstream is called, and a warm
 * delivery reads no MySQL row. Rejects only when it could not be stored.
 */
export async function receiveChannelWebhook(
  context: IntakeContext,
  input: ChannelWebhook,
): Promise<WebhookOutcome> {
  const { webhookKey, request } = input;
  const keyed = webhookKey === null ? null : await context.directory.byKey('chatwoot', webhookKey);
  if (webhookKey !== null && !keyed)
    return { status: 'not-found', reason: 'no connection has this webhook key' };
  const channel = context.integrations.channels.chatwoot;
  const verdict = channel.verify(request, {
    secrets: keyed?.secrets ?? context.directory.installationSecrets('chatwoot'),
    pathKeyAlone: keyed?.pathKeyAlone ?? false,
  });
  if (!verdict.ok) return awaitsSecret(keyed, input) ? { status: 'not-yet' } : refusedFor(verdict.reason);
  const event = readBody(() => channel.read(parseBody(request.body)));
  if (event instanceof BadBody) return { status: 'malformed', issues: event.issues };
  if (event.kind === 'ignored') return ignore(event.reason, verdict);
  const place = keyed ? within(keyed, event) : await byInbox(context, event);
  if (!place) return { status: 'not-found', reason: 'no active tenant answers this inbox' };
  const needless = event.kind === 'widget-open' ? whyNotWelcomed(place, event) : null;
  if (needless !== null) return { status: 'ignored', reason: needless };
  return await store(context, { place, event, request });
}

/** While Chatwoot has a new secret and we do not know it yet, nobody can tell what is signed with it from a forgery. */
const awaitsSecret = (keyed: WebhookConnection | null, { request }: ChannelWebhook): boolean =>
  (keyed?.awaitsSecretUntilMs ?? 0) > request.receivedAtMs;

const refusedFor = (reason: 'missing' | 'stale' | 'mismatch'): WebhookOutcome => ({
  status: 'unauthorized',
  reason,
});

const readBody = <Event>(read: () => Event): Event | BadBody => {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadBody) return error;
    // The parser takes deeper nesting than any reader's recursion.
    if (error instanceof RangeError) return new BadBody([{ path: '', message: 'is nested too deeply' }]);
    throw error;
  }
};

/** With a key, only what belongs to that connection. */
function within(connection: WebhookConnection, event: StoredEvent): WebhookConnection | null {
  const foreignAccount =
    event.accountId !== null && connection.accountId !== null && event.accountId !== connection.accountId;
  const foreignInbox =
    event.inboxId !== null && connection.inboxId !== null && event.inboxId !== connection.inboxId;
  return foreignAccount || foreignInbox || !connection.active ? null : connection;
}

/** A visitor is welcomed where the tenant wants it and no conversation is there. */
function whyNotWelcomed(place: WebhookConnection, event: WidgetOpen): string | null {
  if (!place.welcomesOnOpen) return 'visitors are not welcomed when the widget opens';
  return event.conversationId === null ? null : 'the visitor has a conversation';
}

async function byInbox(context: IntakeContext, event: StoredEvent): Promise<WebhookConnection | null> {
  if (event.inboxId === null) return null;
  const connection = await context.directory.byInbox(event.accountId, event.inboxId);
  return connection?.active ? connection : null;
}

async function store(
  context: IntakeContext,
  input: { place: WebhookConnection; event: StoredEvent; request: WebhookRequest },
): Promise<WebhookOutcome> {
  const { place, event, request } = input;
  let availableAt: Date | null = null;
  if (isFromCustomer(event)) {
    const limit = await context.limit({ tenantId: place.tenantId, inboxId: event.inboxId });
    if (limit.verdict === 'refused')
      return { status: 'limited', retryAfterS: limit.retryAfterS, tenantId: place.tenantId };
    if (limit.verdict === 'paced') availableAt = new Date(request.receivedAtMs + limit.delayMs);
  }
  const row = toRow(context, { ...input, availableAt });
  const accepted = await context.accept(row);
  wakeFor(context, row, accepted);
  return {
    status: accepted.duplicate ? 'duplicate' : 'accepted',
    id: accepted.id,
    kind: event.kind,
    tenantId: place.tenantId,
    ...(row.effect?.type === 'echo' && { outboundId: row.effect.outboundId }),
  };
}

const isFromCustomer = (event: ChannelEvent): boolean =>
  event.kind === 'customer-message' || event.kind === 'choice';

function wakesOf(event: StoredEvent): Direction | null {
  if (event.kind === 'widget-open') return 'to-channel';
  return isFromCustomer(event) ? 'to-engine' : null;
}

function toRow(
  context: IntakeContext,
  input: { place: WebhookConnection; event: StoredEvent; request: WebhookRequest; availableAt: Date | null },
): NewInbound {
  const { place, event, request } = input;
  const id = context.newId<InboundId>();
  const receivedAt = new Date(request.receivedAtMs);
  return {
    tenantId: place.tenantId,
    connectionId: place.connectionId,
    conversationId: event.kind === 'widget-open' ? visitorLaneOf(event.contactId) : event.conversationId,
    id,
    kind: event.kind,
    source: 'chatwoot',
    channelMessageId: 'messageId' in event ? event.messageId : null,
    dedupeKey: channelDedupeKey(event, request.header('x-chatwoot-delivery'), id),
    receivedAt,
    availableAt: input.availableAt,
    body: redactBody(request.body),
    wakes: wakesOf(event),
    effect: ownerEffectOf(event, {
      tenantId: place.tenantId,
      rules: place,
      receivedAt,
      newChangeId: () => context.newId<string>(),
      newSessionId: () => context.newId<SessionId>(),
      newInboundId: () => context.newId<InboundId>(),
    }),
  };
}

function wakeFor(context: IntakeContext, row: NewInbound, accepted: Accepted): void {
  if (!accepted.wakes) return;
  const { tenantId, connectionId, conversationId, availableAt } = row;
  const lane = { tenantId, connectionId, conversationId, direction: accepted.wakes };
  if (availableAt) context.wakeAt(lane, availableAt);
  else context.wake([lane]);
}
