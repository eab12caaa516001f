import type { Config } from '@tandem/schemas';
import { failure } from '@tandem/testkit/call-script';
import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

/** The bot answers the first message; before that is delivered the engine takes a second one. */
async function overtaken(onSupersede: Config['onSupersede']) {
  const stage = await stages.open({ config: { onSupersede, settleMs: 0, reorderMs: 0 } });
  const first = await stage.customerWrites('red');
  await stage.run('to-engine');
  const [early] = stage.engine.outbox.splice(0);
  stage.clock.advance(1_000);
  const second = await stage.customerWrites('no, blue');
  await stage.run('to-engine');
  stage.clock.advance(10);
  await stage.engineWebhook(early);
  stage.clock.advance(400);
  await stage.settle();
  return { stage, ends: [await stage.endOf(first), await stage.endOf(second)] };
}

const visible = 'answered: the reply is visible to the customer';

describe('an answer that the customer’s next words overtook', () => {
  it('goes out too by default: both are answered', async () => {
    const { stage, ends } = await overtaken('answer-both');
    expect(stage.channel.texts).toEqual(['re: red', 're: no, blue']);
    expect(ends).toEqual([visible, visible]);
  });

  it('is held back with drop-stale, and the end says why', async () => {
    const { stage, ends } = await overtaken('drop-stale');
    expect(stage.channel.texts).toEqual(['re: no, blue']);
    expect(ends).toEqual(['suppressed: superseded', visible]);
  });

  it('is held back with drop-stale when it waited to be sent', async () => {
    const stage = await stages.open({ config: { onSupersede: 'drop-stale', settleMs: 0, reorderMs: 0 } });
    stage.engine.says = ({ message }) => [`re: ${message.text}`, `more on ${message.text}`];
    const first = await stage.customerWrites('red');
    await stage.run('to-engine');
    stage.channel.sends.next(failure('rate-limited', { retryAfterMs: 20_000 }));
    await stage.deliver();
    stage.clock.advance(300);
    await stage.run('to-channel');
    stage.clock.advance(5_000);
    await stage.customerWrites('no, blue');
    await stage.settle();
    expect(stage.channel.texts).toEqual(['re: no, blue', 'more on no, blue']);
    expect(await stage.endOf(first)).toBe('suppressed: superseded');
  });
});
