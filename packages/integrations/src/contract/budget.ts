/** Who makes requests: budgets are fair between tenants. */
export interface Caller {
  tenantId: string;
}

/** What an upstream limits: a Chatwoot host, the messages of one of its conversations, a bot. `id` is unique over all installations. */
export interface BudgetScope {
  kind: 'chatwoot-host' | 'chatwoot-conversation' | 'botpress-bot';
  id: string;
}

export interface BudgetRequest {
  tenantId: string;
  /** `new` begins a piece of work, `follow-up` belongs to one that was let in, `optional` is left out when the budget is short. */
  need: 'new' | 'follow-up' | 'optional';
  /** All that the request counts against. */
  scopes: readonly BudgetScope[];
}

export type BudgetVerdict =
  /** It may be written as long as `isFresh` says so. */
  { granted: true; isFresh(): boolean } | { granted: false; retryAfterMs: number };

/** How much upstreams may be asked (product page §2.11). */
export interface Budgets {
  /** Asks for one request; waits a moment at most, and never rejects. */
  take(request: BudgetRequest): Promise<BudgetVerdict>;
}
