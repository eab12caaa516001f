import type { OwnerState, Session, TenantScope } from '@tandem/db';
import type { LaneKey, SessionId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { decideByMessage } from '../ownership/decide-by-message.ts';
import { queueStep } from '../ownership/queue-step.ts';
import { engineIds } from './engine-ids.ts';
import type { Heard } from './hear.ts';

/** The session of a conversation; made at its first message, with the owner that this message shows. */
export async function ensureSession(
  context: LaneContext,
  input: { scope: TenantScope; key: LaneKey; tenant: TenantView; first: Heard },
): Promise<Session> {
  const { scope, key, tenant, first } = input;
  const { conversation } = first;
  const { decision } = await decideByMessage(context, { session: null, conversation, tenant });
  const { state, recorded, consequences } = decision;
  const session = newSession(context, key, first, state);
  const record = { id: context.newId<string>(), causeId: first.id, at: state.ownerSince };
  const note = recorded ? [scope.sessions.recordFirstOwner(session.id, record)] : [];
  const [, made] = await scope.together([scope.sessions.create(session), scope.sessions.find(key), ...note]);
  if (!made) throw new Error(`the session of conversation ${key.conversationId} was made and is not there`);
  if (consequences.includes('set-pending') && made.id === session.id) {
    const step = { session: made, turnId: null, inboundId: first.id, payload: { status: 'pending' } };
    const { replyTtlMinutes } = tenant.config;
    await scope.transaction((tx) => queueStep(context, tx, { ...step, replyTtlMinutes, kind: 'status' }));
    context.wake([{ ...key, direction: 'to-channel' }]);
  }
  return made;
}

function newSession(context: LaneContext, key: LaneKey, first: Heard, state: OwnerState) {
  const id = context.newId<SessionId>();
  const ids = engineIds({
    tenantId: key.tenantId,
    sessionId: id,
    contactId: first.contact.id,
    generation: 1,
  });
  return {
    id,
    connectionId: key.connectionId,
    conversationId: key.conversationId,
    inboxId: first.inboxId,
    contactId: first.contact.id,
    contactName: first.contact.name,
    locale: first.conversation.locale,
    engineUserId: ids.userId,
    engineConversationId: ids.conversationId,
    state,
    at: context.now(),
  };
}
