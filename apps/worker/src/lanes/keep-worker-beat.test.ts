import { expect, it } from 'vitest';
import { keepWorkerBeat } from './keep-worker-beat.ts';

it('says at once that a worker is at work, and goes on when that fails', async () => {
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  let beats = 0;
  const beat = async () => {
    beats += 1;
    if (beats === 2) throw new Error('the database is away');
  };
  await keepWorkerBeat({ beat, onError }).stop();
  await keepWorkerBeat({ beat, onError }).stop();
  expect([beats, errors.length]).toEqual([2, 1]);
});
