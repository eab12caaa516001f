import { expect, it } from 'vitest';
import type { FlowLine } from '../desk/view.ts';
import { createFlow, type NewLine } from './create-flow.ts';

const line = (text: string): NewLine => ({
  atMs: 1,
  from: 'tandem',
  to: null,
  tone: 'plain',
  conversationId: null,
  text,
});

it('tells each line to the pages, and a line with the same key only once', () => {
  const told: FlowLine[] = [];
  const flow = createFlow((lines) => told.push(...lines));
  flow.addOnce('a', line('first'));
  flow.addOnce('a', line('again'));
  flow.add(line('second'), line('third'));
  expect(told.map(({ id, text }) => [id, text])).toEqual([
    [1, 'first'],
    [2, 'second'],
    [3, 'third'],
  ]);
  expect(flow.lines()).toEqual(told);
});

it('keeps the newest lines and forgets the rest', () => {
  const flow = createFlow(() => {});
  for (let number = 1; number <= 1_000; number += 1) flow.add(line(String(number)));
  expect(flow.lines()).toHaveLength(400);
  expect(flow.lines().at(-1)?.text).toBe('1000');
});
