import type { ConversationStatus } from '@tandem/schemas';
import type { Fields } from '../wire.ts';
import type { Dispatch } from './dispatch.ts';
import { dropFiles } from './files.ts';
import { renderLiquid } from './liquid.ts';
import { iso } from './payloads.ts';
import type { Conversation, Message, Sender, World } from './world.ts';

/** What the rows live in: everything that happens goes through here and is told to webhooks and observers. */
export interface Life {
  world: World;
  dispatch: Dispatch;
  now: () => number;
  /** More than twice as many in a conversation: the oldest go. */
  messagesKept: number;
  observe: {
    message(change: 'created' | 'updated', message: Message): void;
    conversation(row: Conversation): void;
  };
}

export type NewMessage = Partial<
  Pick<Message, 'contentType' | 'contentAttributes' | 'private' | 'sourceId'>
> & {
  type: Message['type'];
  content: string | null;
  sender: Sender;
  attachments?: Fields[];
};

/** Stores a message with all its consequences (contracts/chatwoot.md §8). */
export function addMessage(life: Life, conversation: Conversation, input: NewMessage): Message {
  const message = storeMessage(life, conversation, input);
  if (message.type === 'incoming') reopen(life, conversation);
  life.dispatch.message('message_created', message);
  life.observe.message('created', message);
  if (message.type === 'incoming')
    changeConversation(life, conversation, {
      waitingSinceMs: conversation.waitingSinceMs ?? message.createdAtMs,
    });
  else if (message.type === 'outgoing' && !message.private) answered(life, message);
  return message;
}

/** Changes a stored message and tells so. */
export function updateMessage(life: Life, message: Message, change: Partial<Message>): void {
  Object.assign(message, change, { updatedAtMs: life.now() });
  life.dispatch.message('message_updated', message);
  life.observe.message('updated', message);
}

/** The status with its twin events, its activity line and `conversation_updated`. Nothing when it is the same. */
export function changeStatus(
  life: Life,
  conversation: Conversation,
  change: { status: ConversationStatus; by: string; snoozedUntilMs?: number | null; activity?: string },
): void {
  const { status } = change;
  if (conversation.status === status) return;
  const previous = conversation.status;
  conversation.status = status;
  conversation.snoozedUntilMs = status === 'snoozed' ? (change.snoozedUntilMs ?? null) : null;
  if (status === 'resolved') conversation.waitingSinceMs = null;
  touch(life, conversation);
  if (status === 'open') life.dispatch.conversation('conversation_opened', conversation);
  if (status === 'resolved') life.dispatch.conversation('conversation_resolved', conversation);
  // Null in practice: the code reads the change after it was cleared (§1.1).
  life.dispatch.conversation('conversation_status_changed', conversation, null);
  const content = change.activity ?? `Conversation was marked ${status} by ${change.by}`;
  storeActivity(life, conversation, content);
  tellUpdated(life, conversation, { status: { previous_value: previous, current_value: status } });
}

/** Columns whose change is told as `conversation_updated`; the values as told. */
const told = {
  waitingSinceMs: ['waiting_since', time],
  firstReplyAtMs: ['first_reply_created_at', time],
  assignee: ['assignee_id', idOf],
  assigneeBot: ['assignee_agent_bot_id', idOf],
  team: ['team_id', idOf],
  labels: ['label_list', (value: unknown) => value],
  priority: ['priority', (value: unknown) => value],
  customAttributes: ['custom_attributes', (value: unknown) => value],
} as const satisfies Partial<Record<keyof Conversation, readonly [string, (value: unknown) => unknown]>>;
type Told = Partial<Pick<Conversation, keyof typeof told>>;

/** Sets columns; says nothing when nothing changes. */
export function changeConversation(life: Life, conversation: Conversation, change: Told): void {
  const changes: Fields = Object.fromEntries(
    toldKeys
      .filter((key) => key in change && change[key] !== conversation[key])
      .map((key) => {
        const [name, show] = told[key];
        return [name, { previous_value: show(conversation[key]), current_value: show(change[key]) }];
      }),
  );
  if (Object.keys(changes).length === 0) return;
  Object.assign(conversation, change);
  touch(life, conversation);
  tellUpdated(life, conversation, changes);
}

const toldKeys = [
  'waitingSinceMs',
  'firstReplyAtMs',
  'assignee',
  'assigneeBot',
  'team',
  'labels',
  'priority',
  'customAttributes',
] as const;

function storeActivity(life: Life, conversation: Conversation, content: string): void {
  const message = storeMessage(life, conversation, { type: 'activity', content, sender: null });
  life.observe.message('created', message);
}

function storeMessage(life: Life, conversation: Conversation, input: NewMessage): Message {
  const { world } = life;
  const nowMs = life.now();
  const message: Message = {
    id: world.nextId('message'),
    conversation,
    type: input.type,
    content: contentOf(conversation, input),
    contentType: input.contentType ?? 'text',
    contentAttributes: input.contentAttributes ?? {},
    additionalAttributes: {},
    private: input.private ?? false,
    sourceId: input.sourceId ?? null,
    sender: input.sender,
    status: 'sent',
    attachments: (input.attachments ?? []).map((fields) => ({ id: world.nextId('attachment'), fields })),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
  };
  conversation.messages.push(message);
  if (conversation.messages.length > life.messagesKept * 2) {
    for (const gone of conversation.messages.splice(0, life.messagesKept))
      dropFiles(world.files, gone.attachments);
  }
  if (message.type !== 'activity') {
    conversation.lastActivityAtMs = nowMs;
    if (!message.private) conversation.lastMessage = message;
  }
  if (message.type === 'incoming') conversation.unreadCount += 1;
  conversation.updatedAtMs = nowMs;
  return message;
}

function contentOf(conversation: Conversation, input: NewMessage): string | null {
  if (input.type !== 'outgoing' || input.content === null) return input.content;
  const { contact, inbox } = conversation;
  return renderLiquid(input.content, {
    contact: { name: contact.name, email: contact.email },
    inbox: { name: inbox.name },
  });
}

/** Snoozed becomes open, resolved goes back to the bot if there is one (§8). */
function reopen(life: Life, conversation: Conversation): void {
  const { name } = conversation.contact;
  if (conversation.status === 'snoozed') changeStatus(life, conversation, { status: 'open', by: name });
  if (conversation.status !== 'resolved' || conversation.contact.blocked) return;
  changeStatus(life, conversation, {
    status: conversation.inbox.bot === null ? 'open' : 'pending',
    by: name,
  });
}

function answered(life: Life, { conversation, sender, createdAtMs }: Message): void {
  if (sender?.type === 'user') {
    conversation.unreadCount = 0;
    conversation.agentSeenAtMs = createdAtMs;
    const firstReplyAtMs = conversation.firstReplyAtMs ?? createdAtMs;
    changeConversation(life, conversation, { firstReplyAtMs, waitingSinceMs: null });
  } else if (sender?.type === 'bot') changeConversation(life, conversation, { waitingSinceMs: null });
}

function tellUpdated(life: Life, conversation: Conversation, changes: Fields): void {
  const all = {
    ...changes,
    updated_at: { previous_value: null, current_value: iso(conversation.updatedAtMs) },
  };
  const list = Object.entries(all).map(([name, change]) => ({ [name]: change }));
  life.dispatch.conversation('conversation_updated', conversation, list);
  life.observe.conversation(conversation);
}

function touch(life: Life, conversation: Conversation): void {
  conversation.updatedAtMs = life.now();
}

function time(value: unknown): string | null {
  return typeof value === 'number' ? iso(value) : null;
}

function idOf(value: unknown): number | null {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number'
    ? value.id
    : null;
}
