import { expect, it, vi } from 'vitest';
import { createPostpone } from './create-postpone.ts';

const now = () => new Date();
const soon = () => new Date(Date.now() + 5);

it('does what was put off when its time has come, and not what was spared meanwhile', async () => {
  const done: string[] = [];
  const { postpone, spare, isPutOff } = createPostpone({ now, onError: () => {} });
  for (const name of ['a', 'b', 'c']) postpone(name, soon(), async () => void done.push(name));
  spare('b');
  expect(['a', 'b', 'd'].map(isPutOff)).toEqual([true, false, false]);
  await vi.waitFor(() => expect(done).toEqual(['a', 'c']));
  expect(isPutOff('a')).toBe(false);
});

it('puts off anew what was put off already, and does it once', async () => {
  const done: string[] = [];
  const { postpone } = createPostpone({ now, onError: () => {} });
  postpone('a', now(), async () => void done.push('first'));
  postpone('a', soon(), async () => void done.push('second'));
  postpone('z', soon(), async () => void done.push('end'));
  await vi.waitFor(() => expect(done).toEqual(['second', 'end']));
});

it('tells of what failed, and forgets everything when it stops', async () => {
  const told: unknown[] = [];
  const done: string[] = [];
  const { postpone, stop } = createPostpone({ now, onError: (error) => void told.push(error) });
  postpone('late', new Date(Date.now() + 60_000), async () => void done.push('late'));
  postpone('bad', now(), () => Promise.reject(new Error('no')));
  await vi.waitFor(() => expect(told).toEqual([new Error('no')]));
  await stop();
  expect(done).toEqual([]);
});

it('stops when what has begun is done, while what it works with is still there', async () => {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const { postpone, stop } = createPostpone({ now, onError: () => {} });
  const order: string[] = [];
  postpone('a', now(), async () => {
    begun.resolve();
    await gate.promise;
    order.push('work');
  });
  await begun.promise;
  const stopped = stop().then(() => order.push('stop'));
  gate.resolve();
  await stopped;
  expect(order).toEqual(['work', 'stop']);
});
