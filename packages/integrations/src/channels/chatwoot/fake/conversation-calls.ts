import type { ConversationStatus } from '@tandem/schemas';
import { type Fields, fieldsOf, isFields } from '../wire.ts';
import type { Call } from './app.ts';
import { acceptFiles, keepFile } from './files.ts';
import { addMessage, changeConversation, changeStatus } from './life-cycle.ts';
import { contactPayload, senderPayload } from './payloads.ts';
import { Refusal, validateMessage } from './refusals.ts';
import { restMessage } from './rest-shapes.ts';
import type { Conversation, Priority } from './world.ts';

/** What each call of contracts/chatwoot.md §10.3 does, and the answer's body. */

export function createMessage(call: Call): Fields {
  const { life, throttle, caller, conversation, body, files, origin } = call;
  const type = body.message_type ?? 'outgoing';
  if (type !== 'outgoing' && type !== 'incoming')
    throw new Refusal(422, { error: `'${String(type)}' is not a valid message_type` });
  if (type === 'incoming' && conversation.inbox.channel !== 'Channel::Api') {
    throw new Refusal(422, { error: 'Incoming messages are only allowed in Api inboxes' });
  }
  const contentAttributes = attributesOf(body.content_attributes);
  validateMessage(body, contentAttributes);
  acceptFiles(files, conversation.inbox);
  throttle.message(conversation, life.now());
  const message = addMessage(life, conversation, {
    type,
    content: body.content == null ? null : String(body.content),
    contentType: typeof body.content_type === 'string' ? body.content_type : 'text',
    contentAttributes,
    private: body.private === true || body.private === 'true',
    sourceId: typeof body.source_id === 'string' ? body.source_id : null,
    sender:
      type === 'incoming'
        ? { type: 'contact', contact: conversation.contact }
        : senderOf({ life, caller, body }),
    attachments: files.map((file) => keepFile(life.world.files, file, origin)),
  });
  return { ...restMessage(message), ...(body.echo_id === undefined ? {} : { echo_id: body.echo_id }) };
}

export function toggleStatus({ life, caller, conversation, body }: Call): Fields {
  const wanted = body.status ?? (conversation.status === 'open' ? 'resolved' : 'open');
  // An unknown enum value is not handled by Chatwoot (§10.2).
  if (!isStatus(wanted)) throw new Refusal(500, 'Internal Server Error');
  const isHandoff = caller.type === 'bot' && conversation.status === 'pending' && wanted === 'open';
  if (isHandoff)
    changeConversation(life, conversation, { waitingSinceMs: conversation.waitingSinceMs ?? life.now() });
  const snoozedUntilMs = typeof body.snoozed_until === 'number' ? body.snoozed_until * 1_000 : null;
  changeStatus(life, conversation, { status: wanted, by: nameOf(caller), snoozedUntilMs });
  if (wanted === 'open' && caller.type === 'user') {
    const assignee = caller.user.role === 'agent' ? caller.user : conversation.assignee;
    changeConversation(life, conversation, { assignee, assigneeBot: null });
  }
  return {
    meta: {},
    payload: {
      success: isHandoff ? null : true,
      conversation_id: conversation.id,
      current_status: conversation.status,
      snoozed_until:
        conversation.snoozedUntilMs === null ? null : Math.floor(conversation.snoozedUntilMs / 1_000),
    },
  };
}

export function toggleTyping({ life, caller, conversation, body }: Call): void {
  if (body.typing_status !== 'on' && body.typing_status !== 'off') return;
  conversation.typing = body.typing_status === 'on';
  const user = senderPayload(caller) ?? contactPayload(conversation.contact);
  life.dispatch.typing(conversation, user, conversation.typing);
  life.observe.conversation(conversation);
}

export function setPriority({ life, conversation, body }: Call): void {
  const { priority = null } = body;
  if (priority !== null && !isPriority(priority)) throw new Refusal(500, 'Internal Server Error');
  changeConversation(life, conversation, { priority });
}

/** With both keys only the assignee counts; an unknown assignee unassigns. */
export function assign({ life, conversation, body }: Call): Fields | null {
  const { world } = life;
  if ('assignee_id' in body) {
    const id = Number(body.assignee_id);
    const bot = body.assignee_type === 'AgentBot' ? (world.bots.get(id) ?? null) : null;
    const user = body.assignee_type === 'AgentBot' ? undefined : world.users.get(id);
    const assignee = user?.accountId === conversation.account.id ? user : null;
    changeConversation(life, conversation, { assignee, assigneeBot: bot });
    return assignee === null ? null : { id: assignee.id, name: assignee.name, email: assignee.email };
  }
  const team = conversation.account.teams.find(({ id }) => id === Number(body.team_id)) ?? null;
  changeConversation(life, conversation, { team });
  return team;
}

/** Replaces all. */
export function setLabels({ life, conversation, body }: Call): Fields {
  const labels = Array.isArray(body.labels) ? body.labels.map(String) : [];
  if (!sameList(labels, conversation.labels)) changeConversation(life, conversation, { labels });
  return { payload: conversation.labels };
}

/** Replaces the whole object. */
export function setCustomAttributes({ life, conversation, body }: Call): Fields {
  const customAttributes = fieldsOf(body.custom_attributes);
  const isTooLong = Object.values(customAttributes).some(
    (value) => typeof value === 'string' && value.length > 1_500,
  );
  if (isTooLong)
    throw new Refusal(422, {
      message: 'Custom attributes length should be < 1500',
      attributes: ['custom_attributes'],
    });
  changeConversation(life, conversation, { customAttributes });
  return { custom_attributes: conversation.customAttributes };
}

function senderOf({ life, caller, body }: Pick<Call, 'life' | 'caller' | 'body'>): Call['caller'] {
  const bot = body.sender_type === 'AgentBot' ? life.world.bots.get(Number(body.sender_id)) : undefined;
  return bot === undefined ? caller : { type: 'bot', bot };
}

/** In multipart it comes as a JSON string, and broken JSON is silently `{}`. */
function attributesOf(value: unknown): Fields {
  if (typeof value !== 'string') return fieldsOf(value);
  try {
    const parsed: unknown = JSON.parse(value);
    return isFields(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function nameOf(caller: Call['caller']): string {
  return caller.type === 'bot' ? caller.bot.name : caller.user.name;
}

function isStatus(value: unknown): value is ConversationStatus {
  return value === 'open' || value === 'pending' || value === 'resolved' || value === 'snoozed';
}

function isPriority(value: unknown): value is Priority {
  return value === 'low' || value === 'medium' || value === 'high' || value === 'urgent';
}

function sameList(a: string[], b: Conversation['labels']): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
