import { newId } from '@tandem/runtime';
import type { ConnectionId, Direction, TenantId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { afterAll, describe, expect, it } from 'vitest';

const database = openTestDatabase();
afterAll(() => database.close());

const at = (ms: number) => new Date(Date.parse('2026-03-02T09:00:00.000Z') + ms);
const leaseMs = 12_000;
const one = { name: 'worker one', leaseMs };
const two = { name: 'worker two', leaseMs };

/** The lanes of a tenant that nobody else has, and one lane that has work. */
async function openLane(direction: Direction = 'to-engine') {
  const { lanes } = database.enter(newId<TenantId>());
  const lane = { connectionId: newId<ConnectionId>(), conversationId: 9876, direction };
  await lanes.touch(lane, at(0));
  return { lanes, lane };
}

async function held(holder = one) {
  const { lanes, lane } = await openLane();
  const lease = await lanes.claim(lane, holder);
  if (!lease) throw new Error('the lane was not free');
  return { lanes, lane, lease };
}

describe('a lane with work', () => {
  it('is one worker’s at a time', async () => {
    const { lanes, lane, lease } = await held();
    expect(await lanes.claim(lane, two)).toBeNull();
    expect(await lanes.claim(lane, one)).toBeNull();
    expect(await lanes.release(lane, lease, at(1))).toBe(true);
    expect(await lanes.claim(lane, two)).not.toBeNull();
  });

  it('has exactly one winner among many that claim at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { lanes, lane } = await openLane();
      const claims = await Promise.all(Array.from({ length: 8 }, () => lanes.claim(lane, one)));
      expect(claims.filter((lease) => lease !== null)).toHaveLength(1);
    }
  });

  it('goes to another worker when its lease is over, on the database’s clock', async () => {
    const { lanes, lane, lease } = await held();
    expect(await lanes.renew(lane, lease, -1)).toBe(true);
    const next = await lanes.claim(lane, two);
    expect(next?.token).toBeGreaterThan(lease.token);
  });

  it('gives every holder a higher token, so that the former one is kept out', async () => {
    const { lanes, lane, lease: first } = await held();
    await lanes.renew(lane, first, -1);
    const second = await lanes.claim(lane, two);
    if (!second) throw new Error('the lane was not free');
    expect(await lanes.renew(lane, first, leaseMs)).toBe(false);
    expect(await lanes.lookAgain(lane, first, leaseMs)).toBeNull();
    expect(await lanes.release(lane, first, null)).toBe(false);
    expect(await lanes.renew(lane, second, leaseMs)).toBe(true);
  });

  it('cannot be prolonged once the lease is over, even by its last holder', async () => {
    const { lanes, lane, lease } = await held();
    await lanes.renew(lane, lease, -1);
    expect(await lanes.renew(lane, lease, leaseMs)).toBe(false);
    expect(await lanes.release(lane, lease, null)).toBe(false);
  });

  it('is apart from the other direction, conversation, connection and tenant', async () => {
    const { lanes, lane } = await held();
    const others = [
      { ...lane, direction: 'to-channel' as const },
      { ...lane, conversationId: 9877 },
      { ...lane, connectionId: newId<ConnectionId>() },
    ];
    for (const other of others) {
      expect(await lanes.claim(other, two)).toBeNull();
      await lanes.touch(other, at(0));
      expect(await lanes.claim(other, two)).not.toBeNull();
    }
    const stranger = database.enter(newId<TenantId>());
    await stranger.lanes.touch(lane, at(0));
    expect(await stranger.lanes.claim(lane, two)).not.toBeNull();
  });
});

describe('a lane without work', () => {
  it('is nobody’s', async () => {
    const { lanes, lane, lease } = await held();
    await lanes.release(lane, lease, null);
    expect(await lanes.claim(lane, one)).toBeNull();
    expect(await lanes.claim({ ...lane, conversationId: 1 }, one)).toBeNull();
  });

  it('has work again once it is touched', async () => {
    const { lanes, lane, lease } = await held();
    await lanes.release(lane, lease, null);
    await lanes.touch(lane, at(5));
    expect(await lanes.claim(lane, one)).not.toBeNull();
  });
});

describe('work that arrives while a lane is held', () => {
  it('keeps the holder from giving it back unseen', async () => {
    const { lanes, lane, lease } = await held();
    await lanes.touch(lane, at(5));
    expect(await lanes.release(lane, lease, null)).toBe(false);
    expect(await lanes.lookAgain(lane, lease, leaseMs)).toEqual(lease);
    expect(await lanes.release(lane, lease, null)).toBe(true);
    expect(await lanes.claim(lane, two)).toBeNull();
  });

  it('is found by the next holder when this one dies', async () => {
    const { lanes, lane, lease } = await held();
    await lanes.touch(lane, at(5));
    await lanes.renew(lane, lease, -1);
    expect(await lanes.claim(lane, two)).not.toBeNull();
  });

  it('is not forgotten however touch and release fall together', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { lanes, lane, lease } = await held();
      const [isReleased] = await Promise.all([lanes.release(lane, lease, null), lanes.touch(lane, at(5))]);
      if (isReleased) expect(await lanes.claim(lane, two)).not.toBeNull();
      else expect(await lanes.lookAgain(lane, lease, leaseMs)).toEqual(lease);
    }
  });
});

describe('due work', () => {
  const { dueWork } = database.platform;
  const isDue = async (tenantId: TenantId, ms: number) =>
    (await dueWork.lanes(at(ms), 10_000)).some((lane) => lane.tenantId === tenantId);

  it('is found from its time on, while nobody holds the lane', async () => {
    const tenantId = newId<TenantId>();
    const { lanes } = database.enter(tenantId);
    const lane = { connectionId: newId<ConnectionId>(), conversationId: 1, direction: 'to-engine' as const };
    await lanes.touch(lane, at(100));
    expect([await isDue(tenantId, 99), await isDue(tenantId, 100)]).toEqual([false, true]);
    const lease = await lanes.claim(lane, one);
    if (!lease) throw new Error('the lane was not free');
    expect(await isDue(tenantId, 100)).toBe(false);
    await lanes.renew(lane, lease, -1_000);
    expect(await isDue(tenantId, 100)).toBe(true);
  });

  it('keeps the earlier of two times', async () => {
    const tenantId = newId<TenantId>();
    const { lanes } = database.enter(tenantId);
    const lane = { connectionId: newId<ConnectionId>(), conversationId: 1, direction: 'to-engine' as const };
    await lanes.touch(lane, at(100));
    await lanes.touch(lane, at(500));
    expect(await isDue(tenantId, 100)).toBe(true);
    await lanes.touch(lane, at(50));
    expect(await isDue(tenantId, 50)).toBe(true);
  });
});
