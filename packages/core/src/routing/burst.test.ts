import { describe, expect, it } from 'vitest';
import { useLaneStages } from '../../test/lane-stages.ts';

const stages = useLaneStages();

class Killed extends Error {}

const visible = 'answered: the reply is visible to the customer';

describe('a burst of short messages', () => {
  it('gives one answer, not several concurrent, overlapping ones', async () => {
    const stage = await stages.open();
    const ends = [];
    for (const text of ['hi', 'I have', 'a question']) {
      ends.push(await stage.customerWrites(text));
      await stage.run('to-engine');
      stage.clock.advance(1_000);
    }
    await stage.settle();
    expect(stage.engine.heard).toEqual(['hi\nI have\na question']);
    expect(await Promise.all(ends.map((message) => stage.endOf(message)))).toEqual([
      visible,
      visible,
      visible,
    ]);
  });

  it('waits no longer than settleMaxMs for its end', async () => {
    const stage = await stages.open({ config: { settleMaxMs: 2_500 } });
    for (const text of ['1', '2', '3']) {
      await stage.customerWrites(text);
      await stage.run('to-engine');
      stage.clock.advance(830);
    }
    stage.clock.advance(10);
    await stage.run('to-engine');
    await stage.customerWrites('4');
    await stage.settle();
    expect(stage.engine.heard).toEqual(['1\n2\n3', '4']);
  });

  it('is merged up to 20 messages and 64 KB, and goes on in the next turn', async () => {
    const stage = await stages.open();
    for (let n = 1; n <= 23; n += 1) await stage.customerWrites(`${n}`);
    await stage.settle();
    expect(stage.engine.heard.map((text) => text.split('\n').length)).toEqual([20, 3]);
    for (const letter of ['a', 'b', 'c']) await stage.customerWrites(letter.repeat(30_000));
    await stage.settle();
    expect(stage.engine.heard.slice(2).map((text) => text.length)).toEqual([60_001, 30_000]);
  });

  it('survives a worker that is killed in the wait for its end, and every wake-up with it', async () => {
    let isDead = false;
    const stage = await stages.open({
      onStep: () => {
        if (isDead) throw new Killed();
      },
    });
    await stage.customerWrites('hi');
    stage.clock.advance(200);
    await stage.run('to-engine');
    await stage.customerWrites('there');
    isDead = true;
    await expect(stage.run('to-engine')).rejects.toThrow(Killed);
    stage.context.wakes.splice(0);
    isDead = false;
    await stage.expireLease();
    stage.clock.advance(400);
    await stage.settle();
    expect(stage.engine.heard).toEqual(['hi\nthere']);
    expect(stage.channel.texts).toEqual(['re: hi\nthere']);
  });
});

describe('the same person writing to two tenants within the window', () => {
  it('never has the texts merged and answered by one tenant’s bot', async () => {
    const [one, other] = [await stages.open(), await stages.open()];
    expect(one.conversationId).toBe(other.conversationId);
    const from = { id: 500 };
    await one.customerWrites('for the first shop', from);
    await other.customerWrites('for the second shop', from);
    await one.customerWrites('only', { id: 501 });
    await Promise.all([one.settle(), other.settle()]);
    expect(one.engine.heard).toEqual(['for the first shop\nonly']);
    expect(other.engine.heard).toEqual(['for the second shop']);
    expect([one.channel.texts, other.channel.texts]).toEqual([
      ['re: for the first shop\nonly'],
      ['re: for the second shop'],
    ]);
  });
});
