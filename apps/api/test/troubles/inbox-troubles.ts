import type { Patient } from '../mint-patient.ts';
import type { Trouble } from './trouble.ts';

/** What an inbox does by itself that does not go with a bot. */
export const inboxTroubles: readonly Trouble[] = [
  {
    name: 'an account webhook sends here, too',
    seed: sendTwice,
    finds: ['chatwoot.second-webhook warn'],
    cure: /Settings, Integrations, Webhooks/,
  },
  {
    name: 'the callback of an API channel sends here, too',
    seed: ({ chatwoot, accountId, bot, connect, rig }) => {
      const webhookUrl = `${rig.url}/api/webhooks/chatbot/chatwoot`;
      const kind = { channel: 'Channel::Api', botId: bot.id, webhookUrl };
      const { id: inboxId } = chatwoot.createInbox({ accountId, ...kind });
      return connect({ chatwoot: { inboxId } });
    },
    finds: ['chatwoot.second-webhook warn'],
    cure: /callback URL/,
  },
  {
    name: 'Chatwoot greets, too',
    seed: ({ chatwoot, inboxId }) => chatwoot.setInbox({ inboxId, greets: true }),
    finds: ['inbox.greeting warn'],
    cure: /Channel greeting/,
  },
  {
    name: 'Chatwoot asks for an e-mail address',
    seed: ({ chatwoot, inboxId }) => chatwoot.setInbox({ inboxId, collectsEmail: true }),
    finds: ['inbox.greeting warn'],
    cure: /Email collect/,
  },
  {
    name: 'Chatwoot says that nobody is there, too',
    seed: ({ chatwoot, inboxId }) => chatwoot.setInbox({ inboxId, outOfOfficeMessage: 'Closed' }),
    finds: ['inbox.out-of-office warn'],
    cure: /Business hours/,
  },
  {
    name: 'the bot takes open conversations, which are assigned at once',
    seed: async (patient) => {
      const { chatwoot, inboxId, connect } = patient;
      sendTwice(patient);
      chatwoot.attachBot({ inboxId, botId: null });
      chatwoot.setInbox({ inboxId, autoAssigns: true });
      await connect({ chatwoot: { answerWhen: 'pending-or-unassigned-open' } });
    },
    finds: ['chatwoot.agent-bot warn', 'inbox.auto-assignment broken'],
    cure: /answerWhen to pending/,
  },
  {
    name: 'the bot takes what was opened for humans',
    seed: ({ connect }) => connect({ chatwoot: { answerWhen: 'pending-or-unassigned-open' } }),
    finds: ['inbox.answer-when warn'],
    cure: /answerWhen to pending/,
  },
  {
    name: 'conversations begin open, and the bot takes pending ones',
    seed: (patient) => {
      sendTwice(patient);
      patient.chatwoot.attachBot({ inboxId: patient.inboxId, botId: null });
    },
    finds: ['chatwoot.agent-bot warn', 'inbox.answer-when broken'],
    cure: /pending-or-unassigned-open/,
  },
  {
    name: 'what a failing bot leaves stays hidden',
    seed: ({ chatwoot, accountId }) => chatwoot.setAccount({ accountId, keepsPendingOnBotFailure: true }),
    finds: ['inbox.keeps-pending warn'],
    cure: /account settings/,
  },
  {
    name: 'handoffs go to an agent who is not there',
    seed: ({ configure }) => configure({ escalationRules: { agentId: 99_999 } }),
    finds: ['handoff.assignee broken'],
    cure: /escalationRules\.agentId/,
  },
  {
    name: 'handoffs go to a team that is not there',
    seed: ({ configure }) => configure({ escalationRules: { teamId: 99_999 } }),
    finds: ['handoff.assignee broken'],
    cure: /escalationRules\.teamId/,
  },
];

function sendTwice({ chatwoot, accountId, rig }: Patient): void {
  const url = `${rig.url}/api/webhooks/chatbot/chatwoot`;
  chatwoot.createWebhook({ accountId, url, subscriptions: ['message_created'] });
}
