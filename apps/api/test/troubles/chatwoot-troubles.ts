import type { Trouble } from './trouble.ts';

const nowhere = 'http://127.0.0.1:1';

/** What can be wrong between us and a Chatwoot. */
export const chatwootTroubles: readonly Trouble[] = [
  {
    name: 'the connection names no inbox',
    seed: ({ connect }) => connect({ chatwoot: { inboxId: null } }),
    finds: ['chatwoot.connection warn'],
    cure: /inboxId/,
  },
  {
    name: 'nothing listens at the base URL',
    seed: (patient) => move(patient, nowhere),
    finds: ['chatwoot.reachable broken'],
    cure: /chatwoot\.baseUrl/,
  },
  {
    name: 'the base URL has a path',
    seed: (patient) => move(patient, `${patient.rig.chatwootUrl}/app`),
    finds: ['chatwoot.reachable broken'],
    cure: /Set chatwoot\.baseUrl to http:\/\/127\.0\.0\.1:\d+\.$/,
  },
  {
    name: 'the base URL has the wrong scheme',
    seed: (patient) => move(patient, patient.rig.chatwootUrl.replace('http:', 'https:')),
    finds: ['chatwoot.reachable broken'],
    cure: /http:\/\/ for a server without TLS/,
  },
  {
    name: 'another server answers at the base URL',
    seed: (patient) => move(patient, patient.rig.chatUrl),
    finds: ['chatwoot.reachable broken'],
    cure: /address of Chatwoot/,
  },
  {
    name: 'the host of a Chatwoot on the internet is not known, and could not reach us',
    seed: (patient) => move(patient, 'https://chat.example.invalid'),
    finds: ['chatwoot.public-url broken', 'chatwoot.reachable broken'],
    cure: /PUBLIC_URL/,
  },
  {
    name: 'the bot token is unknown',
    seed: ({ connect }) => connect({ chatwoot: { botToken: 'hunter2' } }),
    finds: ['chatwoot.bot-token broken'],
    cure: /Settings, Bots/,
  },
  {
    name: "the bot token is a person's",
    seed: ({ connect, adminToken }) => connect({ chatwoot: { botToken: adminToken } }),
    finds: ['chatwoot.bot-token broken'],
    cure: /access token/,
  },
  {
    name: 'the bot token is of a bot of another account',
    seed: ({ connect, chatwoot }) => {
      const { id: accountId } = chatwoot.createAccount();
      return connect({ chatwoot: { botToken: chatwoot.createBot({ accountId }).token } });
    },
    finds: ['chatwoot.bot-token broken'],
    cure: /botToken/,
  },
  {
    name: 'an older Chatwoot lets bots set no labels, and there is no admin token',
    chatwoot: { version: '4.13' },
    seed: ({ connect }) => connect({ chatwoot: { adminToken: null } }),
    finds: ['chatwoot.admin-token warn', 'chatwoot.bot-token warn'],
    cure: /adminToken/,
  },
  {
    name: 'the admin token is refused',
    seed: ({ connect }) => connect({ chatwoot: { adminToken: 'hunter2' } }),
    finds: ['chatwoot.admin-token broken'],
    cure: /Profile settings/,
  },
  {
    name: "the admin token is an agent's",
    seed: ({ connect, chatwoot, accountId }) =>
      void connect({ chatwoot: { adminToken: chatwoot.createUser({ accountId }).token } }),
    finds: ['chatwoot.admin-token warn'],
    cure: /administrator/,
  },
  {
    name: 'the admin token is of somebody in another account',
    seed: ({ connect, chatwoot }) => {
      const { id: accountId } = chatwoot.createAccount();
      const { token } = chatwoot.createUser({ accountId, role: 'administrator' });
      return connect({ chatwoot: { adminToken: token } });
    },
    finds: ['chatwoot.admin-token broken'],
    cure: /administrator of the account/,
  },
  {
    name: 'the inbox is gone',
    seed: ({ chatwoot, inboxId }) => chatwoot.deleteInbox({ inboxId }),
    finds: ['chatwoot.inbox broken'],
    cure: /inboxId/,
  },
  {
    name: 'the inbox is of another account',
    seed: ({ connect, chatwoot }) => {
      const { id: accountId } = chatwoot.createAccount();
      return connect({ chatwoot: { inboxId: chatwoot.createInbox({ accountId }).id } });
    },
    finds: ['chatwoot.inbox broken'],
    cure: /inboxId/,
  },
  {
    name: 'the bot is not attached',
    seed: ({ chatwoot, inboxId }) => chatwoot.attachBot({ inboxId, botId: null }),
    finds: ['chatwoot.agent-bot broken'],
    cure: /Bot configuration/,
  },
  {
    name: "somebody else's bot is attached",
    seed: ({ chatwoot, inboxId, accountId }) =>
      chatwoot.attachBot({ inboxId, botId: chatwoot.createBot({ accountId }).id }),
    finds: ['chatwoot.agent-bot broken'],
    cure: /replaceBot/,
  },
  {
    name: 'the bot was deleted',
    seed: ({ chatwoot, bot }) => chatwoot.deleteBot({ botId: bot.id }),
    finds: ['chatwoot.agent-bot broken', 'chatwoot.bot-token broken'],
    cure: /tandem onboard/,
  },
  {
    name: 'the bot sends elsewhere',
    seed: ({ chatwoot, bot }) =>
      chatwoot.setBotUrl({ botId: bot.id, outgoingUrl: 'https://elsewhere.example/hook' }),
    finds: ['chatwoot.webhook-url broken'],
    cure: /rotateWebhookKey/,
  },
  {
    name: 'the bot sends nowhere',
    seed: ({ chatwoot, bot }) => chatwoot.setBotUrl({ botId: bot.id, outgoingUrl: null }),
    finds: ['chatwoot.webhook-url broken'],
    cure: /tandem onboard/,
  },
  ...['', '/a-key-that-nobody-has'].map(
    (key): Trouble => ({
      name: key === '' ? 'the bot sends without a key' : 'the bot sends under an unknown key',
      seed: ({ chatwoot, bot, rig }) => {
        const outgoingUrl = `${rig.url}/api/webhooks/chatbot/chatwoot${key}`;
        return chatwoot.setBotUrl({ botId: bot.id, outgoingUrl });
      },
      finds: ['chatwoot.webhook-url broken'],
      cure: /rotateWebhookKey/,
    }),
  ),
  {
    name: 'the bot sends under the key that was replaced',
    seed: ({ connect }) => connect({ chatwoot: { rotateWebhookKey: true } }),
    finds: ['chatwoot.webhook-url warn'],
    cure: /in the bot settings/,
  },
  {
    name: 'Chatwoot signs with another secret',
    seed: ({ chatwoot, bot }) => void chatwoot.resetBotSecret({ botId: bot.id }),
    finds: ['chatwoot.signature broken'],
    cure: /webhookSecrets/,
  },
  {
    name: 'a proxy sends webhooks elsewhere',
    seed: ({ rig }) =>
      rig.setProxy((path) =>
        path.startsWith('/api/webhooks/chatbot/chatwoot')
          ? Response.redirect('https://elsewhere.example/', 302)
          : null,
      ),
    finds: ['chatwoot.signature broken'],
    cure: /proxy/,
  },
  {
    name: 'Chatwoot still signs with the secret that was replaced',
    seed: ({ connect }) => connect({ chatwoot: { webhookSecrets: ['the-next-one'] } }),
    finds: ['chatwoot.secret-overlap warn'],
    cure: /webhookSecrets/,
  },
];

/** Points the connection to another address, with everything it needs there. */
async function move(
  { connect, accountId, inboxId, bot, adminToken }: Parameters<Trouble['seed']>[0],
  baseUrl: string,
): Promise<void> {
  const secrets = { botToken: bot.token, adminToken, webhookSecrets: [bot.secret] };
  await connect({ chatwoot: { baseUrl, accountId, inboxId, botId: bot.id, ...secrets } });
}
