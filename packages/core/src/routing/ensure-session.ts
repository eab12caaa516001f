import type { Session, TenantScope } from '@tandem/db';
import { formatActor, type LaneKey, type SessionId } from '@tandem/schemas';
import type { LaneContext, TenantView } from '../lanes/context.ts';
import { decideOwner } from '../ownership/decide-owner.ts';
import { engineIds } from './engine-ids.ts';
import type { Heard } from './hear.ts';

/** The session of a conversation; made at its first message, with the owner that this message shows. */
export async function ensureSession(
  context: LaneContext,
  input: { scope: TenantScope; key: LaneKey; tenant: TenantView; first: Heard },
): Promise<Session> {
  const { scope, key, first } = input;
  const [, made] = await scope.together([
    scope.sessions.create(newSession(context, input.tenant, key, first)),
    scope.sessions.find(key),
  ]);
  if (!made) throw new Error(`the session of conversation ${key.conversationId} was made and is not there`);
  return made;
}

function newSession(context: LaneContext, tenant: TenantView, key: LaneKey, first: Heard) {
  const id = context.newId<SessionId>();
  const ids = engineIds({
    tenantId: key.tenantId,
    sessionId: id,
    contactId: first.contact.id,
    generation: 1,
  });
  const answerWhen = tenant.channel?.answerWhen ?? 'pending';
  const decision = decideOwner({ session: null, conversation: first.conversation, answerWhen });
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
    owner: decision.owner,
    ownerReason: decision.reason,
    ownerActor: formatActor({ type: 'chatwoot' }),
    at: context.now(),
  };
}
