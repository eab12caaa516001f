import {
  createFakeChatApi,
  createFakeChatwoot,
  type FaultsView,
  seededRandom,
} from '@tandem/integrations/fakes';
import { planTraffic } from '../schedule/plan-traffic.ts';
import { createPoster } from './post-webhook.ts';
import { quoteBot } from './quote-bot.ts';
import { createRecorder } from './record-transcripts.ts';
import { runTraffic, staffDesk } from './run-traffic.ts';
import { setSteadyFaults } from './set-steady-faults.ts';
import { type Command, type News, zCommand, zUpstreamsInput } from './talk.ts';

/** A process with a Chatwoot, a Botpress, their customers and agents. Speaks over its IPC channel (talk.ts). */
const input = zUpstreamsInput.parse(JSON.parse(process.argv[2] ?? ''));
const webhookId = 'chaos-bot';
const encryptionKey = 'chaos-encryption-key';
const webhookSecret = 'chaos-chat-secret';
/** Chatwoot gives a bot 5 s (contracts/chatwoot.md §6); Botpress waits for ever (contracts/botpress.md §1a). */
const chatwootTimeoutMs = 5_000;

const recorder = createRecorder();
const script = quoteBot(seededRandom(input.seed + 2_000_003));
const chatwoot = createFakeChatwoot({
  seed: input.seed,
  poster: createPoster({ timeoutMs: chatwootTimeoutMs, report: recorder.notePostedByChatwoot }),
});
const chat = createFakeChatApi({
  seed: input.seed,
  perMinuteMax: 0,
  bots: [{ webhookId, encryptionKey, script }],
  poster: createPoster({ timeoutMs: null, report: recorder.notePostedByEngine }),
});
recorder.watch({ chatwoot, chat });
const account = chatwoot.createAccount({ name: 'Chaos' });
const admin = chatwoot.createUser({ accountId: account.id, role: 'administrator' });
const agent = chatwoot.createUser({ accountId: account.id });
const bot = chatwoot.createBot({ accountId: account.id });
const newInbox = () => chatwoot.createInbox({ accountId: account.id, botId: bot.id }).id;
const inboxIds = Array.from({ length: input.inboxes }, newInbox);
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
    BOTPRESS_WEBHOOK_SECRET: webhookSecret,
  },
});

async function obey(command: Command): Promise<void> {
  switch (command.type) {
    case 'wire': {
      const webhooks = `${command.apiUrl}/api/webhooks/chatbot`;
      chatwoot.setBotUrl({ botId: bot.id, outgoingUrl: `${webhooks}/chatwoot` });
      chat.setBot({ webhookId, encryptionKey, webhookUrl: `${webhooks}/botpress`, webhookSecret });
      return say({ type: 'wired' });
    }
    case 'begin': {
      setSteadyFaults({ chatwoot: chatwoot.faults, chat: chat.faults }, input.steady);
      const desk = staffDesk({ chatwoot, agentId: agent.id, giveBackMs: input.giveBackMs });
      await runTraffic({ chatwoot, inboxIds, agentId: agent.id, steps: planTraffic(input) });
      desk.close();
      return say({ type: 'traffic-over' });
    }
    case 'settle':
      await Promise.all([chatwoot.settled(), chat.settled()]);
      return say({ type: 'settled' });
    case 'report': {
      const struck = {
        ...struckAt('chatwoot', chatwoot.faults.read()),
        ...struckAt('engine', chat.faults.read()),
      };
      const typing = chatwoot.conversations({ accountId: account.id }).filter((one) => one.typing);
      const stillTyping = typing.map(({ conversationId }) => conversationId);
      return say({ type: 'report', transcripts: recorder.transcripts({ struck, stillTyping }) });
    }
  }
}

function struckAt(name: string, { struck }: FaultsView): Record<string, number> {
  return Object.fromEntries(Object.entries(struck).map(([fault, count]) => [`${name} ${fault}`, count]));
}

function say(news: News): void {
  process.send?.(news);
}
