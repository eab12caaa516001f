import { expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

it('a message taken back while it waits is not answered, and those around it are', async () => {
  const stage = await stages.open();
  const outcomes = [];
  for (const [id, text] of ['one', 'two', 'three'].entries())
    outcomes.push(await stage.customerWrites(text, { id: id + 1 }));
  expect((await stage.customerDeletes(2)).status).toBe('accepted');
  await stage.settle();
  expect(stage.engine.heard).toEqual(['one\nthree']);
  expect(await Promise.all(outcomes.map((outcome) => stage.endOf(outcome)))).toEqual([
    'answered: the reply is visible to the customer',
    'suppressed: deleted by the customer',
    'answered: the reply is visible to the customer',
  ]);
});

it('a message taken back after the bot had it keeps its end', async () => {
  const stage = await stages.open();
  const message = await stage.customerWrites('hello', { id: 1 });
  await stage.settle();
  const deletion = await stage.customerDeletes(1);
  await stage.settle();
  expect(stage.channel.texts).toEqual(['re: hello']);
  expect(await stage.endOf(message)).toBe('answered: the reply is visible to the customer');
  expect((await stage.trail(deletion)).subject.row).toMatchObject({ kind: 'deleted', endKind: 'recorded' });
});

it('a message overtaken by its own deletion is not answered either', async () => {
  const stage = await stages.open();
  await stage.customerDeletes(1);
  const message = await stage.customerWrites('hello', { id: 1 });
  expect(message.status).toBe('duplicate');
  await stage.settle();
  expect(stage.engine.heard).toEqual([]);
  expect(await stage.endOf(message)).toBe('suppressed: deleted by the customer');
});

it('a deletion that comes twice is counted', async () => {
  const stage = await stages.open();
  await stage.customerWrites('hello', { id: 1 });
  await stage.customerDeletes(1);
  expect((await stage.customerDeletes(1)).status).toBe('duplicate');
});
