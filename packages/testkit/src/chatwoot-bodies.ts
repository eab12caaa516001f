/** Where and when something happens. */
export interface Place {
  conversationId: number;
  nowMs: number;
}

export interface MessageDetails {
  id?: number | undefined;
  status?: 'open' | 'pending' | 'resolved' | 'snoozed';
  assigneeId?: number | null;
  /** When the conversation was last changed; now when not given. */
  updatedAtMs?: number;
  /** When it began, and when an agent first wrote in it; not told when not given. */
  createdAtMs?: number;
  firstReplyAtMs?: number;
  /** `Channel::WebWidget`, …; not told when not given. */
  channel?: string;
  /** What the visitor's browser speaks; not told when not given. */
  language?: string;
}

/** Webhook bodies of Chatwoot with what Tandem reads of them (contracts/chatwoot.md §2 and §3). */
export const customerMessage = (place: Place, details: MessageDetails, content: string) => ({
  ...message(place, details),
  message_type: 'incoming',
  content,
  sender: { id: 1203, name: 'Rosa Lindqvist' },
});

export const agentMessage = (place: Place, details: MessageDetails, content: string) => ({
  ...message(place, details),
  message_type: 'outgoing',
  content,
  sender: { id: 18, name: 'Ada', type: 'user' },
});

/** The customer took a message back. */
export const deletion = (place: Place, messageId: number) => ({
  ...message(place, { id: messageId }),
  event: 'message_updated',
  message_type: 'incoming',
  content: 'This message was deleted',
  content_attributes: { deleted: true },
  sender: { id: 1203, name: 'Rosa Lindqvist' },
});

/** A visitor opened the widget (contracts/chatwoot.md §4). */
export const widgetOpened = (
  { sourceId, hasConversation }: { sourceId: string; hasConversation: boolean },
  place: Place,
) => ({
  event: 'webwidget_triggered',
  id: 31,
  account: { id: 7 },
  inbox: { id: 42 },
  contact: { id: 1203, name: 'Rosa Lindqvist' },
  source_id: sourceId,
  current_conversation: hasConversation ? conversation(place, {}) : null,
  event_info: { widget_language: 'en', browser_language: 'en' },
});

/** The message `details.id` of the bot was answered by a click. */
export const choice = (place: Place, details: MessageDetails, value: string) => ({
  ...message(place, details),
  event: 'message_updated',
  message_type: 'outgoing',
  content: 'Pick one',
  content_type: 'input_select',
  content_attributes: { submitted_values: [{ title: value, value }] },
  sender: { id: 5, name: 'Bot', type: 'agent_bot' },
});

export const echo = (place: Place, { messageId, ref }: { messageId: number; ref: string }) => ({
  ...message(place, { id: messageId }),
  message_type: 'outgoing',
  content: 'ours',
  content_attributes: { tandem_ref: ref },
  sender: { id: 5, name: 'Bot', type: 'agent_bot' },
});

export const statusChange = (place: Place, status: string, details: Omit<MessageDetails, 'status'> = {}) => ({
  event: 'conversation_status_changed',
  ...conversation(place, { ...details, status }),
});

const message = (place: Place, details: MessageDetails) => ({
  event: 'message_created',
  id: details.id,
  account: { id: 7 },
  inbox: { id: 42 },
  private: false,
  content_attributes: {},
  conversation: conversation(place, details),
});

const conversation = (
  { conversationId, nowMs }: Place,
  {
    status = 'pending',
    assigneeId = null,
    updatedAtMs = nowMs,
    createdAtMs,
    firstReplyAtMs,
    channel,
    language,
  }: Omit<MessageDetails, 'status'> & { status?: string },
) => ({
  id: conversationId,
  inbox_id: 42,
  ...(channel === undefined ? {} : { channel }),
  ...(language === undefined ? {} : { additional_attributes: { browser_language: language } }),
  account: { id: 7 },
  status,
  meta: {
    sender: { id: 1203, name: 'Rosa Lindqvist' },
    assignee: assigneeId === null ? null : { id: assigneeId },
  },
  updated_at: updatedAtMs / 1_000,
  ...(createdAtMs === undefined ? {} : { created_at: createdAtMs / 1_000 }),
  ...(firstReplyAtMs === undefined ? {} : { first_reply_created_at: new Date(firstReplyAtMs).toISOString() }),
});
