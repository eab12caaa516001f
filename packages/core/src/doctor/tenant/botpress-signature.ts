import { isWebhookUrl } from '../../onboarding/webhook-url.ts';
import { CannotLook, defineCheck, type Opinion } from '../check.ts';
import { judgeSelfTest, type SelfTest, takeSelfTest } from '../self-test.ts';
import { chatOf } from './botpress-webhook.ts';
import type { Chart } from './chart.ts';
import { textOf } from './text-of.ts';

export const botpressSignature = defineCheck({
  name: 'botpress.signature',
  means:
    "A test event travels through `PUBLIC_URL` as the bot's replies do; it is authenticated and then ignored.",
  cure: 'Set `botpress.webhookSecrets` as the integration has it; correct `PUBLIC_URL` or the proxy in front of it.',
  gather: async ({ context, cloudBot, engine }: Chart): Promise<SelfTest> => {
    const chat = chatOf(await cloudBot());
    const url = textOf(chat?.configuration.webhookUrl);
    const secret = textOf(chat?.configuration.webhookSecret);
    const isKnown = secret !== null && engine?.secrets.includes(secret) === true;
    if (url === null || !isWebhookUrl(context, url) || !isKnown)
      throw new CannotLook('Its replies are not sent here with our secret: see botpress.webhook.');
    return await takeSelfTest(context, { provider: 'botpress', url, secret, body: { data: {} } });
  },
  judge: (test: SelfTest): Opinion =>
    judgeSelfTest({
      subject: 'the webhook',
      test,
      secretCure: 'Set botpress.webhookSecrets as the Chat integration has it, or run tandem onboard again.',
    }),
});
