import type { NewAttempt } from '@tandem/db';
import { newId } from '@tandem/runtime';
import type { TenantId, TurnId } from '@tandem/schemas';
import { expect, it, vi } from 'vitest';
import { createAttemptWriter } from './create-attempt-writer.ts';

type Attempt = NewAttempt & { tenantId: TenantId };

const attempt = (number: number): Attempt => ({
  tenantId: newId<TenantId>(),
  id: newId(),
  subjectId: newId<TurnId>(),
  hop: 'engine',
  number,
  outcome: 'ok',
  status: null,
  detail: null,
  durationMs: 3,
  worker: 'w',
  at: new Date(),
});

function openWriter(refused: readonly number[] = []) {
  const stored: number[][] = [];
  const lost: number[] = [];
  const writer = createAttemptWriter({
    store: async (attempts) => {
      const numbers = attempts.map(({ number }) => number);
      if (numbers.some((number) => refused.includes(number))) throw new Error('the database is away');
      stored.push(numbers);
    },
    onLost: (_error, count) => void lost.push(count),
  });
  return { writer, stored, lost };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

it('writes attempts by itself, those of one moment together and in their order', async () => {
  const { writer, stored } = openWriter();
  for (const number of upTo(250)) writer.record(attempt(number));
  await vi.waitFor(() => expect(stored.map((numbers) => numbers.length)).toEqual([200, 50]));
  expect(stored.flat()).toEqual(upTo(250));
});

it('has written everything once it was flushed, also what came while it wrote', async () => {
  const { writer, stored } = openWriter();
  writer.record(attempt(1));
  const first = writer.flush();
  writer.record(attempt(2));
  await Promise.all([first, writer.flush()]);
  expect(stored).toEqual([[1], [2]]);
});

it('tells how many were lost, and goes on with the next', async () => {
  const { writer, stored, lost } = openWriter([1]);
  for (const number of upTo(3)) writer.record(attempt(number));
  await writer.flush();
  writer.record(attempt(4));
  await writer.flush();
  expect([lost, stored]).toEqual([[3], [[4]]]);
});
