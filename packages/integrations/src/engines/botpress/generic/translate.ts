import type { Attachment, Option } from '@tandem/schemas';
import { BadBody, type EngineEvent, type EngineReply, type EngineTurn } from '../../../contract/index.ts';
import { isFields, optional } from '../fields.ts';
import { translatePayload } from '../payload.ts';
import { readActions, toHandoff } from '../reply-marks.ts';
import { type Said, zWebhookBody } from './wire.ts';

/** What we post to a bot server for one turn (product page §5.3). Both session ids travel; a reply may name either. */
export interface GenericRequest {
  sessionId: string;
  tandemSessionId: string;
  messageId: string;
  text: string;
  attachments: Attachment[];
  choice?: Option;
  tenantContext: Record<string, unknown>;
  knowledgeBase: EngineTurn['knowledge'];
}

export function toRequest(turn: EngineTurn): GenericRequest {
  return {
    sessionId: String(turn.channelConversationId),
    tandemSessionId: turn.sessionId,
    messageId: turn.turnId,
    text: turn.message.text,
    attachments: turn.message.attachments,
    ...optional('choice', turn.message.choice),
    tenantContext: turn.tenantContext,
    knowledgeBase: turn.knowledge,
  };
}

/** Reads a body of the generic dialect (product page §5.3). Throws `BadBody` without a session or a list of responses. */
export function readBody(body: unknown): EngineEvent {
  const parsed = zWebhookBody.safeParse(body);
  if (!parsed.success) {
    throw new BadBody(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  return {
    kind: 'reply',
    address: { by: 'session', id: parsed.data.sessionId },
    reply: toReply(parsed.data),
  };
}

/** Blank responses are skipped; none at all is a bot that chose to say nothing. */
export function toReply({ responses, messageId, handoff, actions, metadata }: Said): EngineReply {
  return {
    id: messageId ?? null,
    createdAtMs: null,
    contents: responses.flatMap((response) => translatePayload(response).contents),
    handoff: isFields(handoff) && handoff.requested === true ? toHandoff(handoff) : null,
    fallback: isFields(metadata) && metadata.fallback === true,
    actions: readActions(actions),
  };
}
