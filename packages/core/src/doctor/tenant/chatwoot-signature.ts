import { CannotLook, defineCheck, type Opinion } from '../check.ts';
import { judgeSelfTest, type SelfTest, takeSelfTest } from '../self-test.ts';
import { readWebhookTarget } from '../webhook-target.ts';
import type { Chart } from './chart.ts';

export const chatwootSignature = defineCheck({
  name: 'chatwoot.signature',
  means:
    "A signed test event travels through `PUBLIC_URL` as Chatwoot's webhooks do; it is authenticated and then ignored.",
  cure: "Set `chatwoot.webhookSecrets` to the bot's secret; correct `PUBLIC_URL` or the proxy in front of it.",
  gather: async ({ context, channel, desk }: Chart): Promise<SelfTest> => {
    const { ours } = await desk.bots();
    const url = ours?.outgoingUrl ?? null;
    const connectionId = channel?.connectionId ?? null;
    const { kind } = await readWebhookTarget(context, { provider: 'chatwoot', url, connectionId });
    const arrives =
      kind === 'right' || kind === 'retiring' || (kind === 'keyless' && channel?.source === 'default');
    if (channel === null || url === null || !arrives)
      throw new CannotLook('Its bot does not send to this connection: see chatwoot.webhook-url.');
    const { accountId, inboxId, allowUnsigned, secrets } = channel;
    const body = { account: { id: accountId }, inbox: { id: inboxId } };
    // Chatwoot tells administrators what it signs with; of system bots it does not (contracts/chatwoot.md §5).
    const secret = ours?.secret ?? (allowUnsigned ? null : (secrets[0] ?? null));
    return await takeSelfTest(context, { provider: 'chatwoot', url, secret, body });
  },
  judge: (test: SelfTest): Opinion =>
    judgeSelfTest({
      subject: 'the signature',
      test,
      secretCure:
        'Set chatwoot.webhookSecrets to the secret in the bot settings, or run tandem onboard again. A Chatwoot before 4.13 signs nothing: allowUnsigned.',
    }),
});
