import { describe, expect, it } from 'vitest';
import { followEvents, type Handlers } from './follow-events.ts';

/** A subscription that the test speaks for. */
function scripted(giveUpAfterMs?: number) {
  const seen: string[] = [];
  let left = false;
  const handlers = Promise.withResolvers<Handlers<string>>();
  const following = followEvents<string>(
    (given) => {
      handlers.resolve(given);
      return {
        unsubscribe: () => {
          left = true;
        },
      };
    },
    (event) => void seen.push(event),
    giveUpAfterMs,
  );
  return { seen, following, handlers: handlers.promise, hasLeft: () => left };
}

describe('following events', () => {
  it('tells each one and ends when there are no more', async () => {
    const { seen, following, handlers, hasLeft } = scripted();
    const { onData, onComplete } = await handlers;
    onData('a');
    onData('b');
    onComplete();
    await following;
    expect([seen, hasLeft()]).toEqual([['a', 'b'], true]);
  });

  it('fails with what refused it', async () => {
    const { following, handlers } = scripted();
    (await handlers).onError(new Error('forbidden'));
    await expect(following).rejects.toThrow('forbidden');
  });

  it('gives up on an api that stays away, with what kept it from it', async () => {
    const { following, handlers, hasLeft } = scripted(1);
    (await handlers).onConnectionStateChange({ state: 'connecting', error: new Error('refused') });
    await expect(following).rejects.toThrow('refused');
    expect(hasLeft()).toBe(true);
  });

  it('goes on when the api is back in time', async () => {
    const { seen, following, handlers } = scripted(60_000);
    const { onConnectionStateChange, onData, onComplete } = await handlers;
    onConnectionStateChange({ state: 'connecting', error: new Error('refused') });
    onConnectionStateChange({ state: 'pending', error: null });
    onData('a');
    onComplete();
    await following;
    expect(seen).toEqual(['a']);
  });
});
