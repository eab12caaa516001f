import { TestClock } from '@tandem/testkit/test-clock';
import { describe, expect, it } from 'vitest';
import { keepHeartbeat } from './keep-heartbeat.ts';

/** A heartbeat over a store that a test can take away. */
function open() {
  const clock = new TestClock();
  const outages: { from: Date; until: Date }[] = [];
  const world = { isAway: false, last: null as Date | null };
  const refuse = () => {
    if (world.isAway) throw new Error('the database is away');
  };
  const heartbeat = keepHeartbeat({
    beat: async ({ at, gapMs }) => {
      refuse();
      const from = world.last && at.getTime() - world.last.getTime() > gapMs ? world.last : null;
      if (from) outages.push({ from, until: at });
      world.last = at;
      return from;
    },
    addOutage: async ({ from, until }) => {
      refuse();
      outages.push({ from, until });
    },
    now: () => clock.now(),
    newId: () => crypto.randomUUID(),
    log: { info: () => {}, warn: () => {} },
  });
  return { heartbeat, clock, outages, world };
}

describe('a heartbeat', () => {
  it('that goes on leaves no outage behind', async () => {
    const { heartbeat, clock, outages } = open();
    for (let n = 0; n < 5; n += 1) {
      await heartbeat.beat();
      clock.advance(1_000);
    }
    expect(outages).toEqual([]);
  });

  it('that could not be stored for a while leaves one, as long as it was', async () => {
    const { heartbeat, clock, outages, world } = open();
    await heartbeat.beat();
    const from = clock.now();
    world.isAway = true;
    clock.advance(10_000);
    await heartbeat.beat();
    world.isAway = false;
    clock.advance(1_000);
    await heartbeat.beat();
    expect(outages).toEqual([{ from, until: clock.now() }]);
  });

  it('writes down from when webhooks could not be stored, though it could itself', async () => {
    const { heartbeat, clock, outages } = open();
    await heartbeat.beat();
    heartbeat.note(true);
    heartbeat.note(false);
    const from = clock.now();
    clock.advance(800);
    heartbeat.note(false);
    await heartbeat.beat();
    await heartbeat.beat();
    expect(outages).toEqual([{ from, until: clock.now() }]);
  });
});
