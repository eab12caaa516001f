import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFakeChatApi } from '../engines/botpress/chat-api/fake/index.ts';
import { createChatApi } from '../engines/botpress/chat-api/index.ts';
import type { FakeMessage } from '../engines/botpress/fake/ledger.ts';
import { createFakeGeneric } from '../engines/botpress/generic/fake/index.ts';
import { createGeneric } from '../engines/botpress/generic/index.ts';
import { createFakeMessagingApi } from '../engines/botpress/messaging-api/fake/index.ts';
import { createMessagingApi } from '../engines/botpress/messaging-api/index.ts';
import type { FakeV12BotOptions } from '../engines/botpress/v12/fake/bots.ts';
import { createFakeV12 } from '../engines/botpress/v12/fake/index.ts';
import { createV12 } from '../engines/botpress/v12/index.ts';
import { createHttp, type Http } from '../http/index.ts';
import type { EngineRig, EngineTraits } from './engine-rig.ts';
import { receiveReplies } from './receive-replies.ts';

const secret = 'conformance-webhook-secret';

const common = { namesReplies: true, asksWithoutWords: true, canOpen: false, textLengthMax: 60_000 };
const unknownAfter500 = { kind: 'unknown-outcome', status: 500 } as const;

const chatApi: EngineTraits = {
  ...common,
  answers: 'by-webhook',
  hearsRepetitionOnce: false,
  serverErrorOnSend: unknownAfter500,
  canOpen: true,
};
const messagingApi: EngineTraits = {
  ...common,
  answers: 'by-webhook',
  hearsRepetitionOnce: false,
  serverErrorOnSend: { kind: 'unknown-outcome', status: 400 },
  asksWithoutWords: false,
};
const generic: EngineTraits = {
  ...common,
  answers: 'in-call',
  hearsRepetitionOnce: true,
  serverErrorOnSend: { kind: 'failed', status: 500 },
};
const v12: EngineTraits = {
  ...common,
  answers: 'in-call',
  hearsRepetitionOnce: false,
  serverErrorOnSend: unknownAfter500,
  namesReplies: false,
  textLengthMax: 359,
};

/** Every dialect in each way it can be met; a new one is a line here. */
export const engineRigs: { name: string; traits: EngineTraits; make: () => Promise<EngineRig> }[] = [
  { name: 'chat_api', traits: chatApi, make: () => chatApiRig({}) },
  {
    name: 'chat_api, errors in 200 answers, small pages',
    traits: chatApi,
    make: () => chatApiRig({ errorsAsStatus200: true, pageSize: 1 }),
  },
  { name: 'messaging_api', traits: messagingApi, make: messagingApiRig },
  { name: 'generic, answers in the call', traits: generic, make: () => genericRig('call') },
  {
    name: 'generic, answers by webhook',
    traits: { ...generic, answers: 'by-webhook' },
    make: () => genericRig('webhook'),
  },
  { name: 'v12', traits: v12, make: () => v12Rig({}) },
  {
    name: 'v12, secured, longer messages',
    traits: { ...v12, textLengthMax: 60_000 },
    make: () => v12Rig({ enableUnsecuredEndpoint: false, maxMessageLength: 100_000 }),
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
    held: ({ conversation }) => toHeld(fake.transcript(conversation.conversationId)),
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
    held: ({ sessionId }) => toHeld(fake.transcript(sessionId)),
    settled: fake.settled,
    close: () => closeAll(http, fake, replies),
  };
}

async function messagingApiRig(): Promise<EngineRig> {
  const http = createHttp({ allowPrivate: true });
  const engine = createMessagingApi({ http });
  const replies = await receiveReplies(engine, { secrets: [secret], pathKeyAlone: true });
  const webhookId = 'bot-1';
  const token = 'bp_pat_conformance';
  const fake = createFakeMessagingApi({ bots: [{ webhookId, token, responseEndpointURL: replies.url }] });
  const { url: endpointUrl } = await fake.listen();
  const settings = { webhookId, token, endpointUrl };
  return {
    engine,
    settings,
    wrongCredentials: { ...settings, token: 'another' },
    unreachable: { ...settings, endpointUrl: await nobodyAt() },
    faults: fake.faults,
    replies,
    setScript: (script) => fake.setScript(webhookId, script),
    held: ({ conversation }) => toHeld(fake.transcript(conversation.conversationId)),
    settled: fake.settled,
    close: () => closeAll(http, fake, replies),
  };
}

async function v12Rig(
  options: Pick<FakeV12BotOptions, 'enableUnsecuredEndpoint' | 'maxMessageLength'>,
): Promise<EngineRig> {
  const http = createHttp({ allowPrivate: true });
  const engine = createV12({ http });
  const replies = await receiveReplies(engine, { secrets: [secret], pathKeyAlone: false });
  const botId = 'acme';
  const token = 'conformance-jwt';
  const fake = createFakeV12({ bots: [{ botId, token, ...options }] });
  const { url: endpointUrl } = await fake.listen();
  const { maxMessageLength: messageLengthMax } = options;
  const settings = { endpointUrl, botId, token, ...(messageLengthMax && { messageLengthMax }) };
  return {
    engine,
    settings,
    wrongCredentials: { ...settings, token: 'another' },
    unreachable: { ...settings, endpointUrl: await nobodyAt() },
    faults: fake.faults,
    replies,
    setScript: (script) => fake.setScript(botId, script),
    held: ({ conversation }) => toHeld(fake.transcript(conversation.conversationId)),
    settled: fake.settled,
    close: () => closeAll(http, fake, replies),
  };
}

const toHeld = (messages: readonly FakeMessage[]): ReturnType<EngineRig['held']> =>
  messages.map(({ isBot, payload }) => ({ isBot, text: String(payload.text) }));

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
