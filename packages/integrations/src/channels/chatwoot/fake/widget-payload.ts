import type { Fields } from '../wire.ts';
import type { WidgetVisit } from './dispatch.ts';
import { contactPayload, conversationPayload } from './payloads.ts';

/** `webwidget_triggered` in the shape of contracts/chatwoot.md §4. */
export function widgetPayload({ contactInbox, conversation, language }: WidgetVisit): Fields {
  const { id, contact, inbox, sourceId } = contactInbox;
  const { account } = inbox;
  return {
    id,
    contact: contactPayload(contact),
    inbox: { id: inbox.id, name: inbox.name },
    account: { id: account.id, name: account.name },
    current_conversation: conversation === null ? null : conversationPayload(conversation),
    source_id: sourceId,
    event: 'webwidget_triggered',
    event_info: {
      initiated_at: { timestamp: 'Wed Jul 15 2026 12:44:58 GMT+0200 (Central European Summer Time)' },
      referer: 'https://shop.example/pricing',
      widget_language: language,
      browser_language: language,
      browser: {
        browser_name: 'Firefox',
        browser_version: '140.0',
        device_name: 'Unknown',
        platform_name: 'Generic Linux',
        platform_version: '0',
      },
    },
  };
}
