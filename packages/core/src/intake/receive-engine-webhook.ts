import type { NewInbound } from '@tandem/db';
import {
  BadBody,
  type Engine,
  type EngineAddress,
  type EngineReply,
  type WebhookRequest,
} from '@tandem/integrations/contract';
import type { ConversationKey, InboundId, TenantId } from '@tandem/schemas';
import { tenantOfEngineConversation } from '../routing/engine-ids.ts';
import type { IntakeContext, WebhookConnection, WebhookOutcome } from './context.ts';
import { replyDedupeKey } from './dedupe-key.ts';
import { ignore } from './ignore.ts';
import { isSecret } from './is-secret.ts';
import { parseBody } from './parse-body.ts';
import { redactBody } from './redact-body.ts';

/** Signals of an engine may overtake each other: they gather this long, then are sorted (contracts/botpress.md §1a). */
const reorderMs = 300;

interface EngineWebhook {
  webhookKey: string | null;
  request: WebhookRequest;
}

/** How the address was resolved, or why not. */
type Place = ConversationKey | { refused: string; suspended: boolean };

/**
 * Takes one Botpress webhook in. With a key, within that tenant's connection and dialect; without, for tenants of the
 * installation's shared bot, whose conversation ids carry the tenant; over `messaging_api`, which can send no proof, such a bot
 * has one of the installation's secrets for a key. Rejects only when it could not be stored.
 */
export async function receiveEngineWebhook(
  context: IntakeContext,
  input: EngineWebhook,
): Promise<WebhookOutcome> {
  const { webhookKey, request } = input;
  const keyed = webhookKey === null ? null : await context.directory.byKey('botpress', webhookKey);
  const shared = context.directory.installationSecrets('botpress');
  const isSharedKey = webhookKey !== null && !keyed && isSecret(shared, webhookKey);
  if (webhookKey !== null && !keyed && !isSharedKey)
    return { status: 'not-found', reason: 'no connection has this webhook key' };
  const verdict = prover(context, keyed).verify(request, {
    secrets: keyed?.secrets ?? shared,
    pathKeyAlone: keyed?.pathKeyAlone ?? isSharedKey,
  });
  if (!verdict.ok) return { status: 'unauthorized', reason: verdict.reason };
  try {
    const body = parseBody(request.body);
    const engine = speaker(context, keyed, body);
    // Only that dialect sends no proof of its own (contracts/botpress.md §1b).
    if (isSharedKey && engine.dialect !== 'messaging_api')
      return { status: 'not-found', reason: 'no connection has this webhook key' };
    const event = engine.read(body);
    if (event.kind === 'ignored') return ignore(event.reason, verdict);
    const place = await locate(context, { keyed, address: event.address });
    if ('refused' in place) return refuse(engine, place);
    return await store(context, { place, engine, reply: event.reply, request });
  } catch (error) {
    if (error instanceof BadBody) return { status: 'malformed', issues: error.issues };
    // The parser takes deeper nesting than any reader's recursion.
    if (error instanceof RangeError)
      return { status: 'malformed', issues: [{ path: '', message: 'is nested too deeply' }] };
    throw error;
  }
}

/** Proofs are the same in every dialect (product page §5.3); without a key the dialect is known only from the body. */
const prover = (context: IntakeContext, keyed: WebhookConnection | null): Engine =>
  context.integrations.engines[keyed?.dialect ?? 'chat_api'] ?? engineOf(context, 'chat_api');

function speaker(context: IntakeContext, keyed: WebhookConnection | null, body: unknown): Engine {
  const dialect = keyed?.dialect ?? context.integrations.detectDialect(body);
  if (!dialect) throw new BadBody([{ path: '', message: 'is not a body of any Botpress dialect' }]);
  return engineOf(context, dialect);
}

function engineOf(context: IntakeContext, dialect: keyof IntakeContext['integrations']['engines']): Engine {
  const engine = context.integrations.engines[dialect];
  if (!engine) throw new BadBody([{ path: '', message: `the dialect ${dialect} is not available` }]);
  return engine;
}

async function locate(
  context: IntakeContext,
  input: { keyed: WebhookConnection | null; address: EngineAddress },
): Promise<Place> {
  const { keyed, address } = input;
  const tenantId =
    keyed?.tenantId ?? (address.by === 'engine-conversation' ? tenantOfEngineConversation(address.id) : null);
  const key =
    address.by === 'session'
      ? await context.directory.sessionOfReference(tenantId, address.id)
      : tenantId && (await context.directory.sessionOfEngineConversation(tenantId, address.id));
  if (!key) return { refused: 'unknown conversation', suspended: false };
  if (keyed) return keyed.active ? key : { refused: 'the tenant is suspended', suspended: true };
  return await sharedPlace(context, key, key.tenantId);
}

async function sharedPlace(context: IntakeContext, key: ConversationKey, tenantId: TenantId): Promise<Place> {
  const tenant = await context.directory.sharedEngineTenant(tenantId);
  if (!tenant?.shared) return { refused: 'unknown conversation', suspended: false };
  return tenant.active ? key : { refused: 'the tenant is suspended', suspended: true };
}

/** A native dialect never retries and reports failures to nobody: what is unusable is ignored there, with its reason. */
const refuse = (engine: Engine, place: { refused: string; suspended: boolean }): WebhookOutcome =>
  engine.lenient && !place.suspended
    ? { status: 'ignored', reason: place.refused }
    : { status: 'not-found', reason: place.refused };

async function store(
  context: IntakeContext,
  input: { place: ConversationKey; engine: Engine; reply: EngineReply; request: WebhookRequest },
): Promise<WebhookOutcome> {
  const { place, engine, reply, request } = input;
  const id = context.newId<InboundId>();
  const row: NewInbound = {
    ...place,
    id,
    kind: 'reply',
    source: engine.dialect,
    channelMessageId: null,
    dedupeKey: replyDedupeKey(reply.id, id),
    receivedAt: new Date(request.receivedAtMs),
    availableAt: new Date(request.receivedAtMs + reorderMs),
    body: redactBody(request.body),
    wakes: 'to-channel',
    effect: null,
  };
  const accepted = await context.accept(row);
  if (accepted.wakes && row.availableAt)
    context.wakeAt({ ...place, direction: accepted.wakes }, row.availableAt);
  return {
    status: accepted.duplicate ? 'duplicate' : 'accepted',
    id: accepted.id,
    kind: 'reply',
    tenantId: place.tenantId,
  };
}
