import { afterEach, expect, it } from 'vitest';
import { freshPrefix } from '../../test/dev-redis.ts';
import { endAll, ends, openRedis } from '../../test/open-lanes.ts';
import { throwawayRedis } from '../../test/throwaway-redis.ts';
import { until } from '../../test/until.ts';
import { type BudgetRequest, connectRedis, createUpstreamBudgets, type UpstreamBudgets } from '../index.ts';

afterEach(endAll);

const off = { 'chatwoot-host': 0, 'chatwoot-conversation': 0, 'botpress-bot': 0 };
const host = { kind: 'chatwoot-host', id: 'chat.example' } as const;
const bot = { kind: 'botpress-bot', id: 'bot' } as const;

const open = (input: Parameters<typeof createUpstreamBudgets>[0]): UpstreamBudgets => {
  const budgets = createUpstreamBudgets(input);
  if (!budgets) throw new Error('limits are on');
  return budgets;
};
const grants = async (budgets: UpstreamBudgets, count: number, more: Partial<BudgetRequest> = {}) => {
  const request: BudgetRequest = { tenantId: 'one', need: 'new', scopes: [host], ...more };
  const verdicts = await Promise.all(Array.from({ length: count }, () => budgets.take(request)));
  return verdicts.filter(({ granted }) => granted).length;
};

it('is nothing at all when every limit is off', async () => {
  const redis = await openRedis();
  expect(createUpstreamBudgets({ redis, limits: off })).toBeUndefined();
});

it('is one for all processes', async () => {
  const redis = await openRedis();
  const limits = { ...off, 'chatwoot-host': 20 };
  const prefix = freshPrefix();
  ends.push(async () => {
    const keys = await redis.hot.keys(`${prefix}-*`);
    if (keys.length > 0) await redis.hot.del(...keys);
  });
  const processes = [1, 2, 3].map(() => open({ redis, limits, prefix }));
  const granted = await Promise.all(processes.map((budgets) => grants(budgets, 10)));
  expect(granted.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(8);
  expect(await grants(open({ redis, limits, prefix: freshPrefix() }), 10)).toBeGreaterThanOrEqual(4);
  expect(await redis.hot.zcard(`${prefix}-budget-processes`)).toBe(3);
});

it('counts only what has a limit, and asks nothing for the rest', async () => {
  const redis = await openRedis();
  const prefix = freshPrefix();
  const budgets = open({ redis, prefix, limits: { ...off, 'botpress-bot': 600 } });
  expect(await grants(budgets, 100)).toBe(100);
  expect(await redis.hot.exists(`${prefix}-budget.chatwoot-host.chat.example`)).toBe(0);
  expect(await grants(budgets, 1, { scopes: [host, bot] })).toBe(1);
  expect(budgets.counts()['botpress-bot']).toMatchObject({ refused: 0 });
  expect(budgets.counts()['botpress-bot']['at-once'] + budgets.counts()['botpress-bot'].waited).toBe(1);
});

it('grants nothing unless all that is counted has room, and says when to come again', async () => {
  const redis = await openRedis();
  const limits = { ...off, 'chatwoot-host': 3_000, 'botpress-bot': 4 };
  const budgets = open({ redis, prefix: freshPrefix(), limits });
  const request: BudgetRequest = { tenantId: 'one', need: 'new', scopes: [host, bot] };
  const verdicts = await Promise.all(Array.from({ length: 9 }, () => budgets.take(request)));
  const refused = verdicts.flatMap((verdict) => (verdict.granted ? [] : [verdict.retryAfterMs]));
  expect(refused.length).toBeGreaterThanOrEqual(7);
  expect(Math.min(...refused)).toBeGreaterThan(1_000);
});

it('spends a part of the limit while Redis is away, and goes on with it when it is back', async () => {
  const server = await throwawayRedis();
  const redis = connectRedis({ url: server.url });
  ends.push(server.kill, redis.close);
  const limits = { ...off, 'chatwoot-host': 600 };
  const budgets = open({ redis, limits });
  // An outage begins with an empty share.
  expect(await grants(budgets, 5)).toBe(0);
  await until(async () => (await grants(budgets, 1)) === 1);
  await server.start();
  await until(() => redis.health.up);
  await until(async () => (await grants(budgets, 1)) === 1);
  await until(async () => (await redis.hot.exists('tandem-budget.chatwoot-host.chat.example')) === 1);
  await server.kill();
  await until(async () => (await grants(budgets, 1)) === 1);
});

it('tells how much is left for all, and spends nothing by telling', async () => {
  const redis = await openRedis();
  const prefix = freshPrefix();
  const limits = { ...off, 'chatwoot-host': 600 };
  const [spender, looker] = [open({ redis, limits, prefix }), open({ redis, limits, prefix })];
  const look = async () => await looker.headroom([host, bot]);
  expect(await look()).toEqual([{ ...host, limit: 600, left: 1 }]);
  expect(await grants(spender, 10)).toBe(10);
  const [spent] = await look();
  expect(spent?.left).toBeLessThan(0.75);
  expect((await look())[0]?.left).toBeGreaterThanOrEqual(spent?.left ?? 1);
});
