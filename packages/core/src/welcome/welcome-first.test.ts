import { expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';
import { explain } from '../messages/explain.ts';

const stages = useLaneStages();
const config = { welcomeMessage: 'Welcome aboard!' };

it('goes out before the first answer, once in a session', async () => {
  const stage = await stages.open({ config });
  await stage.customerWrites('one');
  await stage.settle();
  await stage.customerWrites('two');
  await stage.settle();
  expect(stage.channel.texts).toEqual(['Welcome aboard!', 're: one', 're: two']);
});

it('is told in the story of the message that brought it, and is no answer to it', async () => {
  const stage = await stages.open({ config });
  stage.engine.says = () => [];
  stage.engine.canRead = false;
  const message = await stage.customerWrites('one');
  await stage.settle();
  expect(await stage.endOf(message)).toMatch(/^dead: the bot gave no reply/);
  const story = explain(await stage.trail(message)).steps.map(({ text }) => text);
  expect(story).toContainEqual(expect.stringMatching(/^The welcome \(1\) was shown in Chatwoot/));
});

it('goes out once though the first turn was begun again by another worker', async () => {
  const stage = await stages.open({ config });
  stage.engine.sends.next('refused');
  await stage.customerWrites('one');
  await stage.settle();
  expect(stage.channel.texts).toEqual(['Welcome aboard!', 're: one']);
});

it('is not sent while a human owns the conversation', async () => {
  const stage = await stages.open({ config });
  await stage.customerWrites('one', { status: 'open' });
  await stage.settle();
  expect(stage.channel.texts).toEqual([]);
});

it.each([['widget-open'], ['never']] as const)('is not sent where it is for %s', async (welcomeOn) => {
  const stage = await stages.open({ config: { ...config, welcomeOn } });
  await stage.customerWrites('one');
  await stage.settle();
  expect(stage.channel.texts).toEqual(['re: one']);
});
