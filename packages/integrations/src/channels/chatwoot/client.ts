import type { ChannelClient } from '../../contract/index.ts';
import type { HttpAndFiles } from '../../http/index.ts';
import { addLabels } from './add-labels.ts';
import { assign } from './assign.ts';
import type { BotRights } from './bot-rights.ts';
import { createCall, NotForBots } from './call-chatwoot.ts';
import { findMessage } from './find-message.ts';
import { mergeAttributes } from './merge-attributes.ts';
import { sendMessage } from './send-message.ts';
import type { ChatwootSettings } from './settings.ts';
import { startConversation } from './start-conversation.ts';
import { updateContact } from './update-contact.ts';

/** One account of one Chatwoot with one bot's token. Source: contracts/chatwoot.md §10. */
export function connectChatwoot(
  http: HttpAndFiles,
  { settings, rights }: { settings: ChatwootSettings; rights: BotRights },
): ChannelClient {
  const call = createCall(http, settings);
  const account = { call, rights };

  /** A call that answers nothing, as the bot. */
  const tell = async (path: string, input: { json: unknown; guard: () => void }) => {
    await call({ method: 'POST', path: `conversations/${path}`, as: 'bot', repeatable: true, ...input });
  };

  return {
    canRead: settings.adminToken != null,

    send: (input, guard) => sendMessage({ http, call }, input, guard),

    setStatus: ({ conversationId, status }, guard) =>
      tell(`${conversationId}/toggle_status`, { json: { status }, guard }),

    async setTyping({ conversationId, on }, guard) {
      if (!rights.mayTry('typing')) return;
      const json = { typing_status: on ? 'on' : 'off' };
      try {
        await tell(`${conversationId}/toggle_typing_status`, { json, guard });
      } catch (error) {
        if (!(error instanceof NotForBots)) throw error;
        // Typing in an admin's name would show a person who is not there.
        rights.refused('typing');
      }
    },

    addLabels: (input, guard) => addLabels(account, input, guard),
    mergeAttributes: (input, guard) => mergeAttributes(account, input, guard),
    updateContact: (input, guard) => updateContact(call, input, guard),
    assign: (input, guard) => assign(account, input, guard),

    setPriority: ({ conversationId, priority }, guard) =>
      tell(`${conversationId}/toggle_priority`, { json: { priority }, guard }),

    startConversation: (input, guard) => startConversation(call, input, guard),
    find: (input) => findMessage(call, input),
  };
}
