import type { Attachment } from '@tandem/schemas';
import type { ChannelEvent } from '../../contract/index.ts';
import { contactOfConversation, conversationView, placeOfMessage } from './read-conversation.ts';
import { type Fields, fieldsOf, textOf, type WireBareMessage, type WireMessage } from './wire.ts';

/** What a customer wrote or attached, with its place. */
export function customerMessageOf(
  message: WireMessage | WireBareMessage,
  messageId: number | null,
): Extract<ChannelEvent, { kind: 'customer-message' }> {
  const { sender, conversation } = message;
  const contact = contactOfConversation(conversation);
  // A contact's sender carries no type; a choice comes in the bot's name.
  const isContact = sender != null && sender.type == null;
  return {
    kind: 'customer-message',
    ...placeOfMessage(message),
    messageId,
    message: { text: textOfMessage(message), attachments: attachmentsOf(message) },
    contact: isContact ? { id: sender.id ?? contact.id, name: textOf(sender.name) ?? contact.name } : contact,
    conversation: conversationView(conversation),
  };
}

/** Mail holds the quoted thread in `content`; the trimmed text is under the misnamed `quoted` (contracts/chatwoot.md §11.7). */
function textOfMessage(message: WireMessage | WireBareMessage): string {
  const { email } = fieldsOf(message.content_attributes);
  const { text_content: plain, html_content: html } = fieldsOf(email);
  return textOf(fieldsOf(plain).quoted) ?? textOf(fieldsOf(html).quoted) ?? message.content ?? '';
}

/** Something that Chatwoot could not take from its provider is still something that was sent (contracts/chatwoot.md §2.2, §11.6). */
function attachmentsOf(message: WireMessage | WireBareMessage): Attachment[] {
  const attachments = (message.attachments ?? []).map(attachmentOf);
  const isUnsupported = fieldsOf(message.content_attributes).is_unsupported === true;
  return attachments.length === 0 && isUnsupported ? [{ type: 'other' }] : attachments;
}

/** Source: contracts/chatwoot.md §2.3. */
function attachmentOf(value: unknown): Attachment {
  const attachment = fieldsOf(value);
  const url = textOf(attachment.data_url);
  const title = titleOf(attachment);
  const latitude = attachment.coordinates_lat;
  const longitude = attachment.coordinates_long;
  return {
    type: attachmentType(attachment.file_type),
    ...(url === null ? {} : { url }),
    ...(title === null ? {} : { title }),
    ...(typeof latitude === 'number' ? { latitude } : {}),
    ...(typeof longitude === 'number' ? { longitude } : {}),
  };
}

function attachmentType(fileType: unknown): Attachment['type'] {
  switch (fileType) {
    case 'image':
    case 'audio':
    case 'video':
    case 'file':
    case 'location':
    case 'contact':
      return fileType;
    case 'ig_reel':
      return 'video';
    default:
      return 'other';
  }
}

/** A contact is a name and a number; a voice note may bring its words. */
function titleOf(attachment: Fields): string | null {
  const { firstName, lastName } = fieldsOf(attachment.meta);
  const parts = [textOf(firstName), textOf(lastName), textOf(attachment.fallback_title)];
  const title = parts.filter((part) => part !== null).join(' ');
  return textOf(title) ?? textOf(attachment.transcribed_text);
}
