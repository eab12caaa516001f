import { createHmac } from 'node:crypto';

export interface WebhookRequestsInput {
  path: string;
  host: string;
  secret: string;
  accountId: number;
  inboxes: number;
  conversations: number;
  firstMessageId: number;
  count: number;
}

/**
 * Ready-made HTTP requests of signed Chatwoot `message_created` webhooks with bodies of about 2 KB, each with an id of its own.
 * The conversations are gone round by id, so a call with later ids goes on with other ones.
 */
export function webhookRequests(input: WebhookRequestsInput): Buffer[] {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  return Array.from({ length: input.count }, (_, index) => {
    const conversation = (input.firstMessageId + index) % input.conversations;
    const inbox = (conversation % input.inboxes) + 1;
    const body = JSON.stringify(
      message(input, { id: input.firstMessageId + index, conversation: conversation + 1, inbox }),
    );
    const signature = createHmac('sha256', input.secret).update(`${timestamp}.${body}`).digest('hex');
    const head = [
      `POST ${input.path} HTTP/1.1`,
      `host: ${input.host}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-chatwoot-timestamp: ${timestamp}`,
      `x-chatwoot-signature: sha256=${signature}`,
      `x-chatwoot-delivery: bench-${input.firstMessageId + index}`,
    ].join('\r\n');
    return Buffer.from(`${head}\r\n\r\n${body}`);
  });
}

/** The fields of contracts/chatwoot.md §2 and §3, filled up to about 2 KB as a real body is. */
function message(
  input: WebhookRequestsInput,
  ids: { id: number; conversation: number; inbox: number },
): object {
  const contact = {
    id: 1_000 + ids.conversation,
    name: 'Rosa Lindqvist',
    email: null,
    phone_number: null,
    identifier: null,
    thumbnail: '',
  };
  return {
    account: { id: input.accountId, name: 'Harbor Lane Outfitters' },
    additional_attributes: {},
    content_attributes: { in_reply_to: null },
    content_type: 'text',
    content: 'I need a demo tomorrow, and would like to know what the trail shoes cost in size 42. '.repeat(
      5,
    ),
    conversation: {
      additional_attributes: {
        browser: { browser_name: 'Firefox', browser_version: '140.0', platform_name: 'Linux' },
        referer: 'https://www.harborlane.example/pricing',
        browser_language: 'en',
      },
      can_reply: true,
      channel: 'Channel::WebWidget',
      contact_inbox: {
        id: 3_301,
        contact_id: contact.id,
        inbox_id: ids.inbox,
        source_id: '0d7b1f57-6a9e-4f0e-9a53-3c2b6f4f1a90',
        hmac_verified: false,
        pubsub_token: 'invented-token-3301',
      },
      id: ids.conversation,
      inbox_id: ids.inbox,
      messages: [
        {
          id: ids.id,
          content: 'I need a demo tomorrow',
          message_type: 0,
          private: false,
          status: 'sent',
          sender_type: 'Contact',
          sender_id: contact.id,
        },
      ],
      labels: [],
      meta: {
        sender: { ...contact, type: 'contact' },
        assignee: null,
        assignee_type: null,
        team: null,
        hmac_verified: false,
      },
      status: 'pending',
      custom_attributes: {},
      snoozed_until: null,
      unread_count: 1,
      priority: null,
      waiting_since: 1_784_112_300,
      last_activity_at: 1_784_112_300,
      created_at: 1_784_112_300,
      updated_at: 1_784_112_300.482913,
    },
    created_at: '2026-07-15T10:45:00.318Z',
    id: ids.id,
    inbox: { id: ids.inbox, name: 'Website chat' },
    message_type: 'incoming',
    private: false,
    sender: contact,
    source_id: null,
    event: 'message_created',
  };
}
