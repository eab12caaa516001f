export { verifyWebhook } from '../verify-webhook.ts';
