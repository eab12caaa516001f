export {
  type ConversationRef,
  type ConversationState,
  createFakeChatwoot,
  type FakeChatwoot,
  type FakeChatwootCounters,
  type FakeChatwootEvent,
  type FakeChatwootOptions,
  type TranscriptEntry,
} from './channels/chatwoot/fake/index.ts';
export type { FakeBotOptions } from './engines/botpress/chat-api/fake/bots.ts';
export {
  createFakeChatApi,
  type FakeChatApi,
  type FakeChatApiOptions,
} from './engines/botpress/chat-api/fake/index.ts';
export {
  createFakeCloud,
  type FakeCloud,
  type FakeCloudOptions,
} from './engines/botpress/cloud/fake/index.ts';
export { type BotAct, type BotScript, type Heard, scripts } from './engines/botpress/fake/bot-script.ts';
export type { FakeBotCounters, FakeBotEvent, FakeMessage } from './engines/botpress/fake/ledger.ts';
export type { FakeGenericBotOptions } from './engines/botpress/generic/fake/bots.ts';
export {
  createFakeGeneric,
  type FakeGeneric,
  type FakeGenericOptions,
} from './engines/botpress/generic/fake/index.ts';
export type { FakeMessagingBotOptions } from './engines/botpress/messaging-api/fake/bots.ts';
export {
  createFakeMessagingApi,
  type FakeMessagingApi,
  type FakeMessagingApiOptions,
} from './engines/botpress/messaging-api/fake/index.ts';
export type { FakeV12BotOptions } from './engines/botpress/v12/fake/bots.ts';
export { createFakeV12, type FakeV12, type FakeV12Options } from './engines/botpress/v12/fake/index.ts';
export {
  type Fault,
  type Faults,
  type FaultsView,
  requestFaults,
  webhookFaults,
  zFault,
} from './faults/index.ts';
export { seededRandom } from './faults/seeded-random.ts';
