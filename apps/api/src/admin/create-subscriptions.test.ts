import { describe, expect, it } from 'vitest';
import { createSubscriptions } from './create-subscriptions.ts';

const stopping = new AbortController().signal;
const tooMany = expect.objectContaining({ code: 'too_many_requests' });

describe('subscriptions of a process', () => {
  it('are bounded for each key, and for all keys together', () => {
    const subscriptions = createSubscriptions({ stopping, perKeyMax: 2, perProcessMax: 3 });
    const leave = subscriptions.enter('a');
    subscriptions.enter('a');
    expect(() => subscriptions.enter('a')).toThrow(tooMany);
    subscriptions.enter('b');
    expect(() => subscriptions.enter('c')).toThrow(tooMany);
    leave();
    expect(subscriptions.open).toBe(2);
    subscriptions.enter('c');
    expect(() => subscriptions.enter('b')).toThrow(tooMany);
  });

  it('wait until the next look, or until somebody ends them', async () => {
    const subscriptions = createSubscriptions({ stopping });
    await subscriptions.wait(1, stopping);
    const left = new AbortController();
    const waiting = subscriptions.wait(60_000, left.signal);
    left.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('look twice a second at most, so that a key is refused within one', () => {
    expect(createSubscriptions({ stopping }).lookEveryMs).toBe(500);
  });
});
