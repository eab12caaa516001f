export type {
  IntakeContext,
  IntakeDirectory,
  LimitVerdict,
  WebhookConnection,
  WebhookOutcome,
} from './context.ts';
export { receiveChannelWebhook } from './receive-channel-webhook.ts';
export { receiveEngineWebhook } from './receive-engine-webhook.ts';
