import { randomUUID } from 'node:crypto';
import { createFakeChatApi, createFakeChatwoot, scripts } from '@tandem/integrations/fakes';
import { type InboundId, zInboundId, zTenantId } from '@tandem/schemas';
import { expect } from 'vitest';
import type { sampleOf } from '../apps/api/test/matrix/sample-of.ts';
import { callAdmin, connectChatwoot } from './connect-chatwoot.ts';
import type { OneProcess } from './open-processes.ts';
import { of, type SeededScene, secrets, seed, texts, until } from './seeded-scene.ts';
import { signedMessage } from './send-webhooks.ts';
import { serveEcho } from './serve-echo.ts';

/** Ids of things that are there, with which `apps/api/test/matrix/sample-inputs.ts` calls every procedure. */
export type SampledIds = Parameters<typeof sampleOf>[1];

/** A contact that wrote nothing. */
const nobody = 424_242;

/** Once through everything that is given a secret, as it should go and as it should not. */
export async function useProduct(scene: SeededScene): Promise<{ ids: SampledIds; brokenIds: SampledIds }> {
  const { api, admin, resources } = scene;
  const poster = {
    post: async ({ url, headers, body }: { url: string; headers: Record<string, string>; body: BodyInit }) =>
      (await api.request(new URL(url).pathname, { method: 'POST', headers, body })).status,
    close: async () => {},
  };
  const chatwoot = resources.use('fake Chatwoot', createFakeChatwoot({ poster }), (one) => one.close());
  const botpress = resources.use('fake Botpress', createFakeChatApi({ poster }), (one) => one.close());
  const echo = resources.use('echo', await serveEcho(), (one) => one.close());
  const [{ url: baseUrl }, { url: chatUrl }] = [await chatwoot.listen(), await botpress.listen()];
  const { id: accountId } = chatwoot.createAccount();
  const bot = chatwoot.createBot({ accountId });
  const { token: adminToken } = chatwoot.createUser({ accountId, role: 'administrator' });
  const { id: inboxId } = chatwoot.createInbox({ accountId, botId: bot.id });
  Object.assign(secrets, {
    'bot token': bot.token,
    'admin token': adminToken,
    'secret of an agent bot': bot.secret,
  });
  const connected = await connectChatwoot(api, of('root key'), {
    ...{ baseUrl, accountId, inboxId, botId: bot.id, botToken: bot.token, adminToken },
    webhookSecrets: [bot.secret],
  });
  const { tenantId, path } = connected;
  const tenant = `/tenants/${tenantId}`;
  const engine = {
    webhookId: randomUUID(),
    encryptionKey: of('encryption key of a bot'),
    webhookSecret: of('secret of a bot'),
  };
  const { webhookSecret, ...settings } = engine;
  const put = await admin('PUT', `${tenant}/connections`, {
    botpress: { dialect: 'chat_api', chatUrl, ...settings, webhookSecrets: [webhookSecret] },
  });
  const webhookUrl: string = put.body.connections.botpress.webhookUrl;
  Object.assign(secrets, {
    'webhook key for Chatwoot': path.split('/').at(-1),
    'webhook key for Botpress': webhookUrl.split('/').at(-1),
  });
  botpress.setBot({ ...engine, webhookUrl, script: scripts.quote() });
  chatwoot.setBotUrl({ botId: bot.id, outgoingUrl: `http://tandem.test${path}` });
  const { user } = (await admin('POST', `${tenant}/users`, { email: 'kim@acme.example', role: 'admin' }))
    .body;
  const made = (await admin('POST', `${tenant}/keys`, { name: 'CRM', role: 'agent', userId: user.id })).body;
  const rotated = (await admin('POST', `${tenant}/keys/${made.key.id}/rotate`)).body;
  const platform = (await admin('POST', '/keys', { name: 'Billing' })).body;
  Object.assign(secrets, {
    'API key': made.secret,
    'rotated API key': rotated.secret,
    'key of the platform': platform.secret,
  });
  await admin('PUT', `${tenant}/config`, { config: { settleMs: 0, reorderMs: 0 } });
  const { conversationId } = chatwoot.startConversation({ inboxId });
  const { messageId } = chatwoot.customerSends({ accountId, conversationId, text: texts.customer });
  const shown = () => chatwoot.transcript({ accountId, conversationId }).filter(({ from }) => from === 'bot');
  await until(() => expect(shown()).toHaveLength(1));
  await sendPubsubToken(api, { path, inboxId, secret: bot.secret });
  const renewed = await admin('POST', `${tenant}/connections/chatwoot/rotate-secret`);
  expect(renewed.status).toBe(200);
  const engineSecret = await admin('POST', `${tenant}/connections/botpress/rotate-secret`);
  secrets['secret made here'] = engineSecret.body.secret;
  const broken = await useWhatEchoes(scene, echo.url);
  expect(echo.requests()).toBeGreaterThan(0);
  await beRefused(scene, { tenant, path });
  await admin('POST', '/secrets/reseal');
  await until(async () => expect((await admin('GET', '/secrets')).body.reseal.status).toBe('succeeded'));
  const { sessions } = (await admin('GET', `${tenant}/sessions`)).body;
  const { syncRun } = (await admin('POST', `${tenant}/config/sync`)).body;
  const { receipt } = (await admin('POST', `${tenant}/erasures`, { contactId: nobody })).body;
  const { slug } = (await admin('GET', tenant)).body.tenant;
  const ids = {
    slug,
    receiptId: receipt.id,
    tenantId: zTenantId.parse(tenantId),
    userId: user.id,
    keyId: made.key.id,
    platformKeyId: platform.key.id,
    sessionId: sessions[0].id,
    messageId: await messageIdOf(scene, { tenant, channelMessageId: messageId }),
    syncRunId: syncRun.id,
    deadLetterId: broken.deadLetterId,
  };
  return { ids, brokenIds: { ...ids, ...broken } };
}

async function messageIdOf(
  { admin }: SeededScene,
  { tenant, channelMessageId }: { tenant: string; channelMessageId: number },
): Promise<InboundId> {
  const { body } = await admin('GET', `${tenant}/messages/${channelMessageId}/why`);
  return zInboundId.parse(body.trail.messageId);
}

/** As Chatwoot sends one beside a message (contracts/chatwoot.md §3). */
async function sendPubsubToken(
  api: OneProcess,
  { path, ...input }: { path: string; inboxId: number; secret: string },
): Promise<void> {
  const webhook = signedMessage({
    ...input,
    number: 9_001,
    now: new Date(),
    more: { contact_inbox: { pubsub_token: of('pubsub_token of a customer') } },
  });
  expect((await api.request(path, webhook)).status).toBe(200);
}

/** A tenant whose upstreams answer with what they were sent. */
async function useWhatEchoes(
  scene: SeededScene,
  url: string,
): Promise<Pick<SampledIds, 'tenantId' | 'messageId' | 'deadLetterId'>> {
  const { api, admin, refused, answers } = scene;
  const inboxId = 77;
  const secret = of('secret behind an upstream that echoes');
  const chatwoot = {
    ...{ baseUrl: url, accountId: 77, inboxId, botId: 5, webhookSecrets: [secret] },
    botToken: of('token for an upstream that echoes'),
    adminToken: of('admin token for an upstream that echoes'),
  };
  const { tenantId, path } = await connectChatwoot(api, of('root key'), chatwoot);
  const tenant = `/tenants/${tenantId}`;
  const botpress = {
    dialect: 'generic',
    endpointUrl: `${url}/hook?token=${of('token in the URL of an engine')}`,
    webhookSecrets: [seed('engine')],
  };
  await admin('PUT', `${tenant}/connections`, { botpress });
  await admin('PUT', `${tenant}/config`, { config: { settleMs: 0, reorderMs: 0, turnDeadlineMs: 5_000 } });
  const message = {
    number: 4_242,
    inboxId,
    secret,
    now: new Date(),
    status: 'pending' as const,
    text: texts.unanswered,
  };
  expect((await api.request(path, signedMessage(message))).status).toBe(200);
  const why = async () => JSON.stringify((await admin('GET', `${tenant}/messages/4242/why`)).body);
  await until(async () => expect(await why()).toContain('took the conversation'));
  answers.push(await why());
  await refused('POST', `${tenant}/connections/chatwoot/rotate-secret`);
  const { adminToken } = chatwoot;
  const onboarding = {
    chatwoot: { baseUrl: url, accountId: 77, adminToken },
    botpress: { token: of('token for a Botpress that echoes'), workspaceId: 'w', apiUrl: url },
  };
  answers.push(JSON.stringify((await admin('POST', `${tenant}/onboarding`, onboarding)).body));
  const messageId = await messageIdOf(scene, { tenant, channelMessageId: 4_242 });
  const { deadLetters } = (await admin('GET', `${tenant}/dead-letters`)).body;
  return { tenantId: zTenantId.parse(tenantId), messageId, deadLetterId: deadLetters[0].id };
}

/** Inputs and keys that are refused although they hold a secret. */
async function beRefused(
  { api, refused, answers }: SeededScene,
  { tenant, path }: { tenant: string; path: string },
): Promise<void> {
  const token = of('token for an upstream that echoes');
  await refused('PUT', `${tenant}/connections`, { chatwoot: { botToken: `${token} with a space` } });
  await refused('PUT', `${tenant}/connections`, { chatwoot: { unknown: token } });
  await refused('PUT', `${tenant}/connections`, {
    botpress: { dialect: token, token, webhookSecrets: token },
  });
  await refused('POST', `${tenant}/onboarding`, { chatwoot: { adminToken: token } });
  await refused('POST', `${tenant}/keys/${of('API key')}/rotate`);
  for (const key of [of('a wrong key'), `${of('API key')}x`]) {
    const answer = await callAdmin(api, key, ['GET', tenant]);
    answers.push(JSON.stringify(answer.body));
    expect(answer.status).toBe(401);
  }
  for (const secret of ['wrong', of('root key')]) {
    const forged = await api.request(path, signedMessage({ number: 1, inboxId: 1, secret, now: new Date() }));
    answers.push(await forged.text());
    expect(forged.status).toBe(401);
  }
  const wrong = of('a wrong key');
  const unknown = await api.request(`/api/webhooks/chatbot/chatwoot/${wrong}`, {
    method: 'POST',
    body: '{}',
  });
  answers.push(await unknown.text());
}
