export { createHttp, type HttpOptions } from './create-http.ts';
export { expectOk, readRetryAfterMs } from './expect-ok.ts';
export type { Download, Http, HttpAndFiles, HttpBody, HttpRequest, HttpResponse } from './http.ts';
export { observeRequests } from './observe-requests.ts';
export { isPublicAddress } from './public-address.ts';
export { type SpendOf, spendBudget } from './spend-budget.ts';
export { wellFormedText } from './well-formed.ts';
