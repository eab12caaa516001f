import { createIntegrations } from '@tandem/integrations';
import { UpstreamError } from '@tandem/integrations/contract';
import { createFakeChatwoot } from '@tandem/integrations/fakes';
import { connectRedis, createUpstreamBudgets } from '@tandem/queue';
import { newId } from '@tandem/runtime';
import { expect, it } from 'vitest';

const limits = { 'chatwoot-host': 60, 'chatwoot-conversation': 16, 'botpress-bot': 0 };

it('keeps a Chatwoot within its limits whatever two workers send, and refuses the rest before it is sent', async () => {
  const redis = connectRedis({ url: process.env.REDIS_URL ?? '' });
  await expect.poll(() => redis.health.up).toBe(true);
  const chatwoot = createFakeChatwoot();
  const { url } = await chatwoot.listen();
  const account = chatwoot.createAccount();
  const bot = chatwoot.createBot({ accountId: account.id });
  const inbox = chatwoot.createInbox({ accountId: account.id, botId: bot.id });
  const settings = { baseUrl: url, accountId: account.id, botToken: bot.token };
  const prefix = newId();
  const workers = [1, 2].map(() =>
    createIntegrations({ allowPrivate: true, budgets: createUpstreamBudgets({ redis, limits, prefix }) }),
  );
  const conversations = Array.from({ length: 4 }, () => chatwoot.startConversation({ inboxId: inbox.id }));
  const outcomes = await Promise.all(
    workers.flatMap(({ channels }) =>
      conversations.flatMap(({ conversationId }) =>
        Array.from({ length: 20 }, async (_, index) => {
          const client = channels.chatwoot.connect(settings, { tenantId: `tenant-${index % 3}` });
          const message = {
            content: { type: 'text', text: 'hi' },
            ref: newId<string>(),
            private: false,
          } as const;
          return await client
            .send({ conversationId, ...message }, () => {})
            .then(
              () => 'sent',
              (error: unknown) => (error instanceof UpstreamError ? error.kind : error),
            );
        }),
      ),
    ),
  );
  const sent = outcomes.filter((outcome) => outcome === 'sent').length;
  expect(new Set(outcomes)).toEqual(new Set(['sent', 'rate-limited']));
  const { requests, conversationMessages } = chatwoot.counters().busiestMinute;
  expect(requests).toBe(sent);
  expect(requests).toBeLessThanOrEqual(limits['chatwoot-host']);
  expect(conversationMessages).toBeLessThanOrEqual(limits['chatwoot-conversation']);
  await Promise.all([...workers.map((worker) => worker.close()), chatwoot.close()]);
  await redis.hot.del(...(await redis.hot.keys(`${prefix}-*`)));
  redis.close();
});
