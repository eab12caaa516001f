import { expect, it } from 'vitest';
import { Resources } from './resources.ts';

it('closes the newest first', async () => {
  const resources = new Resources();
  const closed: string[] = [];
  for (const name of ['a', 'b', 'c']) resources.use(name, name, (value) => void closed.push(value));
  await resources.close();
  expect(closed).toEqual(['c', 'b', 'a']);
});

it('closes the others when one fails, and reports every failure', async () => {
  const resources = new Resources();
  const closed: string[] = [];
  resources.defer('first', () => void closed.push('first'));
  resources.defer('second', () => Promise.reject(new Error('stuck')));
  resources.defer('third', () => {
    throw new Error('broken');
  });
  const failure = await resources.close().catch((error: unknown) => error);
  expect(closed).toEqual(['first']);
  expect(failure).toBeInstanceOf(AggregateError);
  expect(failure).toMatchObject({
    errors: [{ message: 'third could not be closed' }, { message: 'second could not be closed' }],
  });
});

it('closes each thing once, also what is opened while it closes', async () => {
  const resources = new Resources();
  const closed: string[] = [];
  resources.defer('early', () => {
    closed.push('early');
    resources.defer('late', () => void closed.push('late'));
  });
  await Promise.all([resources.close(), resources.close()]);
  expect(closed).toEqual(['early', 'late']);
  expect(() => resources.defer('too late', () => {})).toThrow(
    'too late was opened after everything was closed',
  );
});
