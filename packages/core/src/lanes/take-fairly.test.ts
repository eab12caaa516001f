import { newId } from '@tandem/runtime';
import type { ConnectionId, LaneKey, TenantId } from '@tandem/schemas';
import { expect, it } from 'vitest';
import { takeFairly } from './take-fairly.ts';

const lanesOf = (count: number): LaneKey[] => {
  const tenantId = newId<TenantId>();
  const connectionId = newId<ConnectionId>();
  return Array.from({ length: count }, (_, index) => ({
    tenantId,
    connectionId,
    conversationId: index + 1,
    direction: 'to-engine',
  }));
};
/** Due lanes as a database answers them: in one order, some tenants left out. */
const dueWork = (due: readonly LaneKey[]) => {
  const asked: (readonly TenantId[])[] = [];
  const find = async (limit: number, except: readonly TenantId[]) => {
    asked.push(except);
    return due.filter(({ tenantId }) => !except.includes(tenantId)).slice(0, limit);
  };
  return { asked, find };
};

it('takes all there is, in its order, with one look', async () => {
  const due = [lanesOf(3), lanesOf(1), lanesOf(4)].flat();
  const { asked, find } = dueWork(due);
  expect(await takeFairly({ find, limit: 20 })).toEqual(due);
  expect(asked).toEqual([[]]);
});

it('lets the backlog of one tenant take a quarter, however much older it is', async () => {
  const [flood, flood2, one, two] = [lanesOf(500), lanesOf(500), lanesOf(2), lanesOf(30)];
  const { find } = dueWork([...flood, ...flood2, ...one, ...two]);
  const taken = await takeFairly({ find, limit: 40 });
  expect(taken).toEqual([...flood.slice(0, 10), ...flood2.slice(0, 10), ...one, ...two.slice(0, 10)]);
});

it('is full at its limit', async () => {
  const due = Array.from({ length: 9 }, () => lanesOf(2)).flat();
  expect(await takeFairly({ find: dueWork(due).find, limit: 7 })).toHaveLength(7);
  expect(await takeFairly({ find: dueWork(lanesOf(5)).find, limit: 1 })).toHaveLength(1);
});
