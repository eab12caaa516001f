import { expect, it } from 'vitest';
import { LeaseLost, type RequestEvent, UpstreamError } from '../contract/index.ts';
import type { HttpAndFiles, HttpRequest } from './http.ts';
import { observeRequests } from './observe-requests.ts';

const request: HttpRequest = {
  method: 'POST',
  url: 'https://chat.example/secret/path?token=x',
  timeoutMs: 1,
  write: true,
};

async function seenOf(answer: number | Error): Promise<RequestEvent[]> {
  const seen: RequestEvent[] = [];
  const http: HttpAndFiles = {
    request: async () => {
      if (answer instanceof Error) throw answer;
      return { status: answer, headers: {}, text: '', json: undefined };
    },
    download: () => Promise.reject(new UpstreamError('timeout', 'x')),
    close: async () => {},
  };
  const observed = observeRequests(http, { upstream: 'chatwoot', observe: (event) => void seen.push(event) });
  await observed.request(request).catch(() => {});
  return seen;
}

it.each([
  ['ok', 200, 200],
  ['rate-limited', 429, 429],
  ['unauthorized', 401, 401],
  ['rejected', 422, 422],
  ['failed', 500, 500],
  ['unknown-outcome', new UpstreamError('unknown-outcome', 'cut'), null],
  ['unreachable', new UpstreamError('unreachable', 'refused'), null],
] as const)('tells %s of %s, and of its place no more than the host', async (kind, answer, status) => {
  const event = { upstream: 'chatwoot', method: 'POST', host: 'chat.example', kind, status };
  expect(await seenOf(answer)).toEqual([{ ...event, durationMs: expect.any(Number) }]);
});

it('tells nothing of what was never written because we did not want it', async () => {
  expect(await seenOf(new LeaseLost())).toEqual([]);
  expect(await seenOf(new UpstreamError('rate-limited', 'our own budget is spent'))).toEqual([]);
});
