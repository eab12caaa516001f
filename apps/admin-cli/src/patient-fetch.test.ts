import { describe, expect, it } from 'vitest';
import { createPatientFetch } from './patient-fetch.ts';

const refused = new TypeError('fetch failed', {
  cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
});
const cut = new TypeError('fetch failed', {
  cause: Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }),
});
const ok = new Response('{}');
const away = new Response('', { status: 503 });

/** What comes of a request that meets these in turn; the last one stays. */
async function meet(method: string, answers: (Response | Error)[]) {
  const script = [...answers];
  const waits: number[] = [];
  let told = 0;
  let calls = 0;
  const fetch = createPatientFetch(
    async () => {
      calls += 1;
      const next = script.length > 1 ? script.shift() : script[0];
      if (next instanceof Response) return next;
      throw next;
    },
    {
      timeoutMs: { read: 1_000, change: 1_000 },
      pausesMs: [1, 2],
      wait: async (delayMs) => void waits.push(delayMs),
      onRetry: () => {
        told += 1;
      },
    },
  );
  const answer = await fetch('http://api', { method }).catch((error: unknown) => error);
  return { answer, calls, waits, told };
}

describe('a request while the api restarts', () => {
  it.each([
    ['a read that was refused', 'GET', [refused, cut, ok], 3],
    ['a read that a proxy could not pass on', 'GET', [away, ok], 2],
    ['a change that was refused: nothing was sent', 'POST', [refused, ok], 2],
  ])('is made again: %s', async (_what, method, answers, calls) => {
    expect(await meet(method, answers)).toMatchObject({ answer: ok, calls, told: 1 });
  });

  it.each([
    ['a change that was cut off: it may have been done', 'POST', cut],
    ['a change that a proxy could not pass on', 'POST', away],
    ['a read that took too long', 'GET', new DOMException('too long', 'TimeoutError')],
  ])('is not made again: %s', async (_what, method, answer) => {
    expect(await meet(method, [answer, ok])).toMatchObject({ answer, calls: 1, told: 0 });
  });

  it('fails in the end', async () => {
    expect(await meet('GET', [refused])).toMatchObject({ answer: refused, calls: 3, waits: [1, 2] });
  });
});
