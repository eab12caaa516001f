import { expect, it } from 'vitest';
import { failure, listen, ok, open, read, write } from '../../test/raw-server.ts';
import type { BudgetRequest, BudgetScope, BudgetVerdict } from '../contract/index.ts';
import { LeaseLost } from '../contract/index.ts';
import type { HttpRequest } from './http.ts';
import { spendBudget } from './spend-budget.ts';

const scopes: BudgetScope[] = [{ kind: 'botpress-bot', id: 'a-bot' }];
const granted: BudgetVerdict = { granted: true, isFresh: () => true };
const caller = { tenantId: 'one' };

const pay = (input: { verdict?: BudgetVerdict; isOptional?: (request: HttpRequest) => boolean } = {}) => {
  const asked: BudgetRequest[] = [];
  const budgets = {
    take: async (request: BudgetRequest) => {
      asked.push(request);
      return input.verdict ?? granted;
    },
  };
  const spendOf = (request: HttpRequest) => ({ scopes, optional: input.isOptional?.(request) ?? false });
  const http = open({ budgets });
  return { asked, http: spendBudget(http, { caller, spendOf }), again: { http, spendOf } };
};

it('asks for each request in the name of the tenant, and says what belongs to work that was let in', async () => {
  const { url } = await listen(ok);
  const { asked, http, again } = pay({ isOptional: ({ method }) => method === 'GET' });
  await http.request(read(url));
  for (let count = 0; count < 6; count += 1) await http.request(write(url));
  await spendBudget(again.http, { caller: undefined, spendOf: again.spendOf }).request(write(url));
  const followUps = Array(4).fill('follow-up');
  expect(asked.map(({ need }) => need)).toEqual(['optional', 'new', ...followUps, 'new', 'new']);
  expect(asked[0]).toEqual({ tenantId: 'one', need: 'optional', scopes });
  expect(asked.at(-1)?.tenantId).toBe('platform');
});

it('sends nothing when the budget is spent, and says how long to wait', async () => {
  const { url, seen } = await listen(ok);
  const { http } = pay({ verdict: { granted: false, retryAfterMs: 1_234 } });
  expect(await failure(http.request(write(url)))).toMatchObject({
    kind: 'rate-limited',
    status: undefined,
    retryAfterMs: 1_234,
  });
  expect(seen.bytes).toBe('');
});

it('sends nothing when a connection came too late for what was granted', async () => {
  const { url, seen } = await listen(ok);
  const { http } = pay({ verdict: { granted: true, isFresh: () => false } });
  expect(await failure(http.request(write(url)))).toMatchObject({ kind: 'rate-limited', retryAfterMs: 0 });
  expect(seen.bytes).toBe('');
});

it('keeps the guard of the sender', async () => {
  const { url, seen } = await listen(ok);
  const guard = () => {
    throw new LeaseLost();
  };
  await expect(pay().http.request({ ...write(url), guard })).rejects.toBeInstanceOf(LeaseLost);
  expect(seen.bytes).toBe('');
});

it('is the plain way out where nothing is limited', () => {
  const http = open();
  const spendOf = () => ({ scopes, optional: false });
  expect(spendBudget(http, { caller, spendOf })).toBe(http);
});
