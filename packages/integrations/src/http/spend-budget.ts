import { type BudgetScope, type Caller, UpstreamError } from '../contract/index.ts';
import type { Http, HttpRequest } from './http.ts';

/** What a request counts against, and whether it may be left out; pure. */
export type SpendOf = (request: HttpRequest) => { scopes: readonly BudgetScope[]; optional: boolean };

/** So many requests after one that was let in belong to the same piece of work. */
const followUpsMax = 4;

/** Requests of nobody in particular. */
const platform: Caller = { tenantId: 'platform' };

/**
 * The way out for one piece of work: each request is paid from the budgets of `http` before it is written. Where they are
 * spent nothing is sent, and `rate-limited` is thrown with the wait, as by an upstream that asks to wait.
 */
export function spendBudget<Out extends Http>(
  http: Out,
  input: { caller: Caller | undefined; spendOf: SpendOf },
): Out {
  const { budgets } = http;
  if (!budgets) return http;
  const { caller = platform, spendOf } = input;
  let followUps = 0;
  const request: Http['request'] = async (wanted) => {
    const { scopes, optional } = spendOf(wanted);
    if (scopes.length === 0) return http.request(wanted);
    const need = optional ? 'optional' : followUps > 0 ? 'follow-up' : 'new';
    const verdict = await budgets.take({ tenantId: caller.tenantId, need, scopes });
    if (!verdict.granted) throw spent(scopes, verdict.retryAfterMs);
    if (!optional) followUps = need === 'new' ? followUpsMax : followUps - 1;
    const guard = (): void => {
      wanted.guard?.();
      // It waited for a connection meanwhile, and would count in another minute than it was paid for.
      if (!verdict.isFresh()) throw spent(scopes, 0);
    };
    return http.request({ ...wanted, guard });
  };
  return { ...http, request };
}

function spent(scopes: readonly BudgetScope[], retryAfterMs: number): UpstreamError {
  const names = scopes.map(({ kind, id }) => `${kind} ${id}`).join(', ');
  return new UpstreamError('rate-limited', `our own budget is spent: ${names}`, { retryAfterMs });
}
