import { createFakeChatApi, createFakeChatwoot } from '@tandem/integrations/fakes';
import { z } from 'zod';
import { createPoster } from './create-poster.ts';
import { holdConversations, type Talk } from './hold-conversations.ts';
import { startConversations, talkAtRates } from './talk-at-rates.ts';

const zCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('wire'), apiUrl: z.string() }),
  z.object({ type: z.literal('hold'), conversations: z.number() }),
  z.object({ type: z.literal('count'), seconds: z.number() }),
  z.object({ type: z.literal('rest') }),
  z.object({
    type: z.literal('talk'),
    seconds: z.number(),
    perSecond: z.number(),
    floodPerSecond: z.number(),
  }),
]);

/** A process with a Chatwoot, a Botpress and their customers. Argument: how many inboxes. Speaks over its IPC channel. */
const inboxCount = Number(process.argv[2]);
const chatSecret = 'bench-chat-secret';
const webhookId = 'bench-bot';
const encryptionKey = 'bench-encryption-key';
/** Chatwoot gives a bot 5 s (contracts/chatwoot.md §6); Botpress waits for ever (contracts/botpress.md §1a). */
const chatwootTimeoutMs = 5_000;
const chatwoot = createFakeChatwoot({
  messagesKept: 50,
  webhookConcurrency: 128,
  poster: createPoster({ timeoutMs: chatwootTimeoutMs }),
});
const chat = createFakeChatApi({
  perMinuteMax: 0,
  bots: [{ webhookId, encryptionKey }],
  poster: createPoster({ timeoutMs: null }),
});
const account = chatwoot.createAccount({ name: 'Bench' });
const admin = chatwoot.createUser({ accountId: account.id, role: 'administrator' });
const bot = chatwoot.createBot({ accountId: account.id });
const inboxIds = Array.from(
  { length: inboxCount },
  () => chatwoot.createInbox({ accountId: account.id, botId: bot.id }).id,
);
let desk: ReturnType<typeof startConversations> | undefined;
let talk: Talk | undefined;
const [chatwootServer, chatServer] = await Promise.all([chatwoot.listen(), chat.listen()]);

process.on('message', (message) => void obey(zCommand.parse(message)));
process.on('disconnect', () => process.exit(0));
say({
  type: 'ready',
  inboxIds,
  environment: {
    CHATWOOT_BASE_URL: chatwootServer.url,
    CHATWOOT_ACCOUNT_ID: String(account.id),
    CHATWOOT_API_TOKEN: bot.token,
    CHATWOOT_ADMIN_TOKEN: admin.token,
    CHATWOOT_WEBHOOK_SECRET: bot.secret,
    BOTPRESS_DIALECT: 'chat_api',
    BOTPRESS_CHAT_URL: chatServer.url,
    BOTPRESS_WEBHOOK_ID: webhookId,
    BOTPRESS_ENCRYPTION_KEY: encryptionKey,
    BOTPRESS_WEBHOOK_SECRET: chatSecret,
  },
});

async function obey(command: z.infer<typeof zCommand>): Promise<void> {
  switch (command.type) {
    case 'wire':
      chatwoot.setBotUrl({ botId: bot.id, outgoingUrl: `${command.apiUrl}/api/webhooks/chatbot/chatwoot` });
      chat.setBot({
        webhookId,
        encryptionKey,
        webhookUrl: `${command.apiUrl}/api/webhooks/chatbot/botpress`,
        webhookSecret: chatSecret,
      });
      return say({ type: 'wired' });
    case 'hold':
      talk = holdConversations({ chatwoot, inboxIds, ...command });
      return say({ type: 'held' });
    case 'count':
      return say({ type: 'counted', ...(await talk?.count(command.seconds)) });
    case 'rest':
      await talk?.rest();
      return say({ type: 'rested' });
    case 'talk': {
      desk ??= startConversations(chatwoot, inboxIds);
      const result = await talkAtRates(desk, command);
      return say({ type: 'rates', ...result, busiest: busiest() });
    }
  }
}

/** The most that was asked in any minute. */
function busiest(): { host: number; conversation: number; bot: number } {
  const { requests, conversationMessages } = chatwoot.counters().busiestMinute;
  const bot = chat.counters().busiestMinute[webhookId] ?? 0;
  return { host: requests, conversation: conversationMessages, bot };
}

function say(message: object): void {
  process.send?.(message);
}
