import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFakeChatApi } from '../engines/botpress/chat-api/fake/index.ts';
import { createChatApi } from '../engines/botpress/chat-api/index.ts';
import { createFakeGeneric } from '../engines/botpress/generic/fake/index.ts';
import { createGeneric } from '../engines/botpress/generic/index.ts';
import { createHttp, type Http } from '../http/index.ts';
import type { EngineRig, EngineTraits } from './engine-rig.ts';
import { receiveReplies } from './receive-replies.ts';

const secret = 'conformance-webhook-secret';

const chatApi: EngineTraits = {
  answers: 'by-webhook',
  hearsRepetitionOnce: false,
  serverErrorOnSend: 'unknown-outcome',
  canOpen: true,
};
const generic: EngineTraits = {
  answers: 'in-call',
  hearsRepetitionOnce: true,
  serverErrorOnSend: 'failed',
  canOpen: false,
};

/** Every dialect in each way it can be met; a new one is a line here. */
export const engineRigs: { name: string; traits: EngineTraits; make: () => Promise<EngineRig> }[] = [
  { name: 'chat_api', traits: chatApi, make: () => chatApiRig({}) },
  {
    name: 'chat_api, errors in 200 answers, small pages',
    traits: chatApi,
    make: () => chatApiRig({ errorsAsStatus200: true, pageSize: 1 }),
  },
  { name: 'generic, answers in the call', traits: generic, make: () => genericRig('call') },
  {
    name: 'generic, answers by webhook',
    traits: { ...generic, answers: 'by-webhook' },
    make: () => genericRig('webhook'),
  },
];

async function chatApiRig(options: { errorsAsStatus200?: boolean; pageSize?: number }): Promise<EngineRig> {
  const http = createHttp({ allowPrivate: true });
  const engine = createChatApi({ http });
  const replies = await receiveReplies(engine, { secrets: ['other', secret], pathKeyAlone: false });
  const webhookId = 'bot-1';
  const encryptionKey = 'conformance-encryption-key';
  const bot = { webhookId, encryptionKey, webhookUrl: replies.url, webhookSecret: secret };
  const fake = createFakeChatApi({ bots: [bot], ...options });
  const { url: chatUrl } = await fake.listen();
  const settings = { webhookId, encryptionKey, chatUrl };
  return {
    engine,
    settings,
    wrongCredentials: { ...settings, encryptionKey: 'another' },
    unreachable: { ...settings, chatUrl: await nobodyAt() },
    faults: fake.faults,
    replies,
    setScript: (script) => fake.setScript(webhookId, script),
    held: ({ conversation }) =>
      fake
        .transcript(conversation.conversationId)
        .map(({ isBot, payload }) => ({ isBot, text: String(payload.text) })),
    settled: fake.settled,
    close: () => closeAll(http, fake, replies),
  };
}

async function genericRig(answers: 'call' | 'webhook'): Promise<EngineRig> {
  const http = createHttp({ allowPrivate: true });
  const engine = createGeneric({ http, nowMs: Date.now });
  const replies = await receiveReplies(engine, { secrets: ['other', secret], pathKeyAlone: false });
  const botId = 'bot-1';
  const fake = createFakeGeneric({ bots: [{ botId, secrets: [secret], answers, webhookUrl: replies.url }] });
  const { url } = await fake.listen();
  const settings = { endpointUrl: `${url}/${botId}`, webhookSecrets: [secret, 'replaced'] };
  return {
    engine,
    settings,
    wrongCredentials: { ...settings, webhookSecrets: ['another'] },
    unreachable: { ...settings, endpointUrl: await nobodyAt() },
    faults: fake.faults,
    replies,
    setScript: (script) => fake.setScript(botId, script),
    held: ({ sessionId }) =>
      fake.transcript(sessionId).map(({ isBot, payload }) => ({ isBot, text: String(payload.text) })),
    settled: fake.settled,
    close: () => closeAll(http, fake, replies),
  };
}

/** An address that was free a moment ago. */
async function nobodyAt(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has a port, never a pipe's name.
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/bot`;
}

async function closeAll(http: Http, ...others: { close(): Promise<void> }[]): Promise<void> {
  await Promise.all(others.map((other) => other.close()));
  await http.close();
}
