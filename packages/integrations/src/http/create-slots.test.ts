import { expect, it } from 'vitest';
import { failure } from '../../test/raw-server.ts';
import { createSlots } from './create-slots.ts';

it('lets so many on at once, and the next in order when one is done', async () => {
  const slots = createSlots({ max: 2, waitMs: 60_000 });
  const [first, second] = [await slots.take('a'), await slots.take('b')];
  const got: string[] = [];
  const take = async (label: string) => {
    const release = await slots.take(label);
    got.push(label);
    return release;
  };
  const [third, fourth] = [take('c'), take('d')];
  expect(got).toEqual([]);
  first();
  first();
  (await third)();
  await fourth;
  expect(got).toEqual(['c', 'd']);
  second();
});

it('gives up on a place that does not become free in time', async () => {
  const slots = createSlots({ max: 1, waitMs: 20 });
  const release = await slots.take('a');
  expect(await failure(slots.take('files.example'))).toMatchObject({ kind: 'timeout' });
  release();
  (await slots.take('a'))();
});
