import type { End, TenantScope, WidgetOpening } from '@tandem/db';
import {
  type ChannelClient,
  type ChannelEvent,
  LeaseLost,
  UpstreamError,
} from '@tandem/integrations/contract';
import type { SessionId } from '@tandem/schemas';
import { connectChannel } from '../lanes/connect-channel.ts';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { later } from '../lanes/earliest.ts';
import type { HeldLane } from '../lanes/held-lane.ts';
import { unowned } from '../ownership/owner-states.ts';
import { queueStep } from '../ownership/queue-step.ts';
import { engineIds } from '../routing/engine-ids.ts';
import { unreadableEnd } from '../routing/hear.ts';
import { wordsFor } from '../words/words-for.ts';

type WidgetOpen = Extract<ChannelEvent, { kind: 'widget-open' }>;

/** Between attempts at starting a conversation, and how long a visitor is worth them. */
const againMs = 5_000;
const worthMs = 60_000;

/**
 * Welcomes a visitor who opened the widget: starts a conversation, then queues the welcome in it, once for each visitor.
 * What was asked for without a recorded answer is not asked for again: a second conversation would be seen. Answers when to
 * look again.
 */
export async function greetVisitor(context: LaneContext, lane: HeldLane): Promise<Date | null> {
  const tenant = await context.directory.view(lane.key.tenantId);
  let againAt: Date | null = null;
  for (const opening of await lane.scope.widgetOpenings.waiting(lane.key)) {
    const reason = await greet(context, { lane, tenant, opening });
    if (reason instanceof Date) againAt = reason;
    else if (reason !== null) await end(context, lane.scope, opening, reason);
  }
  return againAt;
}

interface Greet {
  lane: HeldLane;
  tenant: TenantView | null;
  opening: WidgetOpening;
}

/** Answers how it ended, when to try again, or null when it is settled. */
async function greet(context: LaneContext, input: Greet): Promise<End | Date | null> {
  const { lane, tenant, opening } = input;
  if (opening.state === 'starting')
    return { kind: 'dead', reason: 'unknown outcome: nobody recorded whether a conversation was started' };
  const event = readAgain(context, opening);
  if (!event) return unreadableEnd;
  if (!tenant?.active) return { kind: 'suppressed', reason: 'the tenant is suspended' };
  const { welcomeMessage: text } = wordsFor(tenant.config, event.locale);
  if (tenant.config.welcomeOn !== 'widget-open' || !text)
    return { kind: 'suppressed', reason: 'visitors are not welcomed when the widget opens' };
  const client = await connectChannel(context, lane);
  if (!client || event.inboxId === null)
    return { kind: 'dead', reason: 'there is no usable Chatwoot connection' };
  return await start(context, { ...input, tenant, event, inboxId: event.inboxId, client, text });
}

interface Start extends Greet {
  tenant: TenantView;
  event: WidgetOpen;
  inboxId: number;
  client: ChannelClient;
  text: string;
}

async function start(context: LaneContext, input: Start): Promise<End | Date | null> {
  const { lane, opening, client, event, inboxId } = input;
  const { contactId, sourceId } = event;
  lane.guard();
  if (!(await lane.scope.widgetOpenings.begin(opening.id))) throw new LeaseLost();
  try {
    const place = { inboxId, contactId, sourceId, status: 'pending' } as const;
    const { conversationId } = await client.startConversation(place, lane.guard);
    await welcome(context, { ...input, conversationId });
    return null;
  } catch (error) {
    if (error instanceof LeaseLost) await lane.scope.widgetOpenings.putBack(opening.id);
    if (!(error instanceof UpstreamError)) throw error;
    return await planNext(context, input, error);
  }
}

/** The conversation is there: its session, the welcome and the end of the opening are one commit. */
async function welcome(context: LaneContext, input: Start & { conversationId: number }): Promise<void> {
  const { lane, opening, conversationId } = input;
  const { tenantId, connectionId } = lane.key;
  await lane.scope.transaction(async (scope) => {
    const session = await sessionOf(context, scope, input);
    const reason = `conversation ${conversationId} was started for the welcome`;
    await end(context, scope, opening, { kind: 'recorded', reason });
    if (session.owner !== 'bot' || !(await scope.marks.welcomed(session.id))) return;
    await queueStep(context, scope, {
      session,
      turnId: null,
      inboundId: opening.id,
      replyTtlMinutes: input.tenant.config.replyTtlMinutes,
      kind: 'welcome',
      payload: { type: 'text', text: input.text },
    });
  });
  context.wake([{ tenantId, connectionId, conversationId, direction: 'to-channel' }]);
}

async function sessionOf(
  context: LaneContext,
  scope: TenantScope,
  { lane, event, conversationId }: Start & { conversationId: number },
) {
  const place = { connectionId: lane.key.connectionId, conversationId };
  const found = await scope.sessions.find(place);
  if (found) return found;
  const id = context.newId<SessionId>();
  const at = context.now();
  const { tenantId } = lane.key;
  const ids = engineIds({ tenantId, sessionId: id, contactId: event.contactId, generation: 1 });
  await scope.sessions.create({
    ...place,
    id,
    inboxId: event.inboxId,
    contactId: event.contactId,
    contactName: null,
    locale: event.locale,
    engineUserId: ids.userId,
    engineConversationId: ids.conversationId,
    state: { ...unowned(at), ownerReason: 'the bot began the conversation with a welcome' },
    at,
  });
  const made = await scope.sessions.find(place);
  if (!made) throw new Error(`the session of conversation ${conversationId} was made and is not there`);
  return made;
}

/** Only what surely started nothing is tried again, while the visitor is likely to be there. */
async function planNext(
  context: LaneContext,
  { lane, opening }: Start,
  error: UpstreamError,
): Promise<End | Date> {
  const { kind } = error;
  const mayRetry = kind === 'unreachable' || kind === 'rate-limited' || kind === 'failed';
  const at = later(context.now(), error.retryAfterMs ?? againMs);
  const isWorth = at < later(opening.receivedAt, worthMs);
  if (!mayRetry || !isWorth) return { kind: 'dead', reason: `no conversation was started: ${kind}` };
  await lane.scope.widgetOpenings.putBack(opening.id);
  return at;
}

async function end(
  context: LaneContext,
  scope: TenantScope,
  opening: WidgetOpening,
  how: End,
): Promise<void> {
  await scope.widgetOpenings.end(opening.id, how, context.now());
}

function readAgain(context: LaneContext, { body }: WidgetOpening): WidgetOpen | null {
  try {
    const event = context.integrations.channels.chatwoot.read(JSON.parse(body.toString('utf8')));
    return event.kind === 'widget-open' ? event : null;
  } catch {
    return null;
  }
}
