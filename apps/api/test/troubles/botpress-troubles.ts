import type { Patient } from '../mint-patient.ts';
import type { Trouble } from './trouble.ts';

/** What can be wrong between us and a bot. */
export const botpressTroubles: readonly Trouble[] = [
  {
    name: 'nothing listens where messages are sent',
    seed: ({ connect, engine }) =>
      connect({
        botpress: { chatUrl: 'http://127.0.0.1:1', token: engine.token, encryptionKey: 'given again' },
      }),
    finds: ['botpress.reachable broken'],
    cure: /botpress\.chatUrl/,
  },
  {
    name: 'the encryption key is wrong',
    seed: ({ connect }) => connect({ botpress: { encryptionKey: 'wrong' } }),
    finds: ['botpress.credentials broken'],
    cure: /encryptionKey/,
  },
  {
    name: 'the webhook id is wrong',
    seed: ({ connect }) => connect({ botpress: { webhookId: 'another' } }),
    finds: ['botpress.credentials broken', 'botpress.webhook broken'],
    cure: /webhookId/,
  },
  {
    name: 'the token of a v12 server has expired',
    seed: ({ connect, engine, rig }) =>
      connect({
        botpress: {
          ...{ dialect: 'v12', endpointUrl: rig.chatUrl, botId: 'acme', token: expiredToken },
          encryptionKey: null,
          workspaceId: engine.workspaceId,
        },
      }),
    finds: ['botpress.credentials broken'],
    cure: /botpress\.token/,
  },
  {
    name: 'the Chat integration is not installed',
    seed: ({ setIntegration }) => setIntegration(null),
    finds: ['botpress.webhook broken'],
    cure: /tandem onboard/,
  },
  {
    name: 'the bot sends its replies elsewhere',
    seed: (patient) => patient.setIntegration({ webhookUrl: 'https://elsewhere.example/hook' }),
    finds: ['botpress.webhook broken'],
    cure: /tandem onboard/,
  },
  {
    name: 'the bot sends its replies under the key that was replaced',
    seed: ({ connect }) => connect({ botpress: { rotateWebhookKey: true } }),
    finds: ['botpress.webhook warn'],
    cure: /tandem onboard/,
  },
  {
    name: 'the bot sends its replies with another secret',
    seed: (patient) => patient.setIntegration({ webhookSecret: 'another' }),
    finds: ['botpress.webhook broken'],
    cure: /tandem onboard/,
  },
  {
    name: "Botpress's own Chatwoot integration is on, too",
    seed: installRival,
    finds: ['botpress.webhook warn'],
    cure: /Disable it/,
  },
  {
    name: 'a proxy keeps replies away',
    seed: ({ rig }) =>
      rig.setProxy((path) =>
        path.startsWith('/api/webhooks/chatbot/botpress')
          ? new Response('Bad gateway', { status: 502 })
          : null,
      ),
    finds: ['botpress.signature broken'],
    cure: /proxy/,
  },
  {
    name: 'the knowledge could not be synced',
    seed: async ({ rig, tenantId, configure }) => {
      rig.cloud.knobs.failIndexing = () => 'the quota is used up';
      const knowledgeBase = [{ question: 'Is this new?', answer: 'Yes.' }];
      await configure({ botName: 'Harper' });
      await rig.call('POST', `/tenants/${tenantId}/knowledge-base`, { knowledgeBase });
      await rig.sync(tenantId);
    },
    finds: ['knowledge.searchable warn', 'knowledge.synced broken'],
    cure: /tandem sync run/,
  },
  {
    name: 'somebody emptied the knowledge base in the bot',
    seed: async ({ rig, engine }) => {
      for (const { id } of rig.cloud.files(engine.botId)) {
        const headers = { authorization: `Bearer ${engine.token}`, 'x-bot-id': engine.botId };
        await fetch(`${rig.apiUrl}/v1/files/${id}`, { method: 'DELETE', headers });
      }
    },
    finds: ['knowledge.searchable broken'],
    cure: /tandem sync run/,
  },
];

const claims = Buffer.from(JSON.stringify({ exp: 1_700_000_000 })).toString('base64url');
const expiredToken = `e30.${claims}.c2ln`;

async function installRival({ rig, engine }: Patient): Promise<void> {
  const headers = {
    authorization: `Bearer ${engine.token}`,
    'x-workspace-id': engine.workspaceId,
    'content-type': 'application/json',
  };
  const published = await fetch(`${rig.apiUrl}/v1/admin/hub/integrations/chatwoot/1.0.0`, { headers });
  const { integration } = JSON.parse(await published.text());
  const body = JSON.stringify({ integrations: { [integration.id]: { enabled: true } } });
  await fetch(`${rig.apiUrl}/v1/admin/bots/${engine.botId}`, { method: 'PUT', headers, body });
}
