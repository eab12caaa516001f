import { failure } from '@tandem/testkit/call-script';
import { expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

it('more messages than one look carries keep their order, also when another reply comes in the same look', async () => {
  const stage = await stages.open({ config: { loopBreaker: 100 } });
  const said = Array.from({ length: 30 }, (_, index) => `n${index}`);
  stage.engine.says = () => said;
  await stage.customerWrites('go');
  stage.channel.sends.next(failure('unreachable'));
  await stage.settle(new Date(stage.clock.now().getTime() + 2_400));
  expect(stage.channel.texts).toEqual([]);
  stage.engine.say((await stage.session()).engineConversationId, 'later');
  await stage.deliver();
  stage.clock.advance(60_000);
  await stage.run('to-channel');
  await stage.settle();
  expect(stage.channel.texts).toEqual([...said, 'later']);
});

it('a bot that says too much at once is cut short, with the reason, and holds nobody up', async () => {
  const stage = await stages.open({ dialect: 'generic', config: { loopBreaker: 1_000 } });
  await stage.customerWrites('hi');
  await stage.settle();
  const responses = Array.from({ length: 20_000 }, (_, index) => ({ text: `${index}` }));
  const outcome = await stage.engineWebhook({ sessionId: stage.conversationId, responses });
  await stage.settle();
  expect(stage.channel.texts).toHaveLength(101);
  expect(await stage.endOf(outcome)).toMatch(/only the first 100 are carried/);
  await stage.customerWrites('and then?');
  await stage.settle();
  expect(stage.channel.texts.at(-1)).toBe('re: and then?');
});
