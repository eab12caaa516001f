import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';
import { EventSource } from 'eventsource';
import { afterEach, describe, expect, it } from 'vitest';
import { makeKey, seedIds } from '../../test/matrix/seed-ids.ts';
import { type Served, serveAdmin } from '../../test/serve-admin.ts';
import type { AdminRouter } from './router.ts';

const open: Served[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(end));
});

async function end(admin: Served): Promise<void> {
  const closed = admin.close();
  admin.cutConnections();
  await closed;
}

async function serve(...options: Parameters<typeof serveAdmin>): Promise<Served> {
  const admin = await serveAdmin(...options);
  open.push(admin);
  return admin;
}

/** Longer than a client waits until it tries again. */
const soon = { timeout: 20_000 };

const client = (admin: Served, key: string) =>
  createTRPCClient<AdminRouter>({
    links: [
      httpSubscriptionLink({
        url: `${admin.url}/trpc`,
        EventSource,
        eventSourceOptions: {
          fetch: (url, init) =>
            fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${key}` } }),
        },
      }),
    ],
  });

/** A run, somebody who may watch it, and what he has been told so far. */
async function watch(admin: Served, over: { lastEventId?: string; key?: string } = {}) {
  const ids = await seedIds(admin);
  const agent = await makeKey(admin, { tenantId: ids.tenantId, role: 'agent' });
  const told: string[] = [];
  const { lastEventId, key = agent.secret } = over;
  const input = { tenantId: ids.tenantId, syncRunId: ids.syncRunId, ...(lastEventId && { lastEventId }) };
  const ended = Promise.withResolvers<string>();
  const subscription = client(admin, key).syncRuns.watch.subscribe(input, {
    onData: ({ data }) => void told.push(`${data.status} ${data.done}/${data.total}`),
    onError: (error) => ended.resolve(String(error.data?.code)),
    onComplete: () => ended.resolve('over'),
  });
  return { ids, agent, told, ended: ended.promise, leave: () => subscription.unsubscribe() };
}

/** Has a worker carry the run as far as that. */
async function carry(admin: Served, ids: Awaited<ReturnType<typeof seedIds>>) {
  const { syncRuns } = admin.database.enter(ids.tenantId);
  const now = admin.clock.now();
  const lease = await syncRuns.claim(ids.syncRunId, { name: 'w', leaseMs: 60_000, now });
  if (!lease) throw new Error('the run was not claimed');
  return {
    reach: (done: number) =>
      syncRuns.progress(ids.syncRunId, lease, { total: 2, done, failed: 0, entries: [] }),
    finish: () =>
      syncRuns.finish(ids.syncRunId, lease, {
        ...{ total: 2, done: 2, failed: 0, entries: [] },
        status: 'succeeded',
        verifiedHash: null,
        now,
      }),
  };
}

describe('a subscription', () => {
  it('tells each state once, and is over when there can be no more', async () => {
    const admin = await serve();
    const { ids, told, ended } = await watch(admin);
    await expect.poll(() => told, soon).toEqual(['queued 0/0']);
    const run = await carry(admin, ids);
    await run.reach(1);
    await expect.poll(() => told.at(-1), soon).toBe('running 1/2');
    await run.finish();
    expect(await ended).toBe('over');
    expect(told.at(-1)).toBe('succeeded 2/2');
    expect(new Set(told).size).toBe(told.length);
    expect(admin.deps.subscriptions.open).toBe(0);
  });

  it('goes on behind the last event that its client has got', async () => {
    const admin = await serve();
    const { ids, told, ended } = await watch(admin, { lastEventId: 'queued.0.0.0' });
    await expect.poll(() => admin.told.pauses, soon).toBeGreaterThan(1);
    expect(told).toEqual([]);
    await (await carry(admin, ids)).finish();
    expect(await ended).toBe('over');
    expect(told.at(-1)).toBe('succeeded 2/2');
  });

  it('comes back by itself when its connection was cut, and misses and repeats nothing', async () => {
    const admin = await serve();
    const { ids, told, ended } = await watch(admin);
    await expect.poll(() => told, soon).toEqual(['queued 0/0']);
    admin.cutConnections();
    await expect.poll(() => admin.deps.subscriptions.open, soon).toBe(0);
    const run = await carry(admin, ids);
    await run.reach(1);
    await expect.poll(() => told, soon).toEqual(['queued 0/0', 'running 1/2']);
    await run.finish();
    expect(await ended).toBe('over');
  });

  it.each([
    ['unauthorized', 'its key is revoked'],
    ['forbidden', 'its tenant is suspended'],
  ])('ends with %s when %s', async (code) => {
    const admin = await serve();
    const { ids, agent, told, ended } = await watch(admin);
    await expect.poll(() => told, soon).toHaveLength(1);
    const path = `/api/chatbot/tenants/${ids.tenantId}`;
    if (code === 'unauthorized') await admin.call('DELETE', `${path}/keys/${agent.id}`);
    else await admin.call('PATCH', path, { body: { status: 'suspended' } });
    expect(await ended).toBe(code);
  });

  it('is cut without a word when the process drains, so that its client comes back', async () => {
    const admin = await serve();
    const ids = await seedIds(admin);
    const input = encodeURIComponent(JSON.stringify({ tenantId: ids.tenantId, syncRunId: ids.syncRunId }));
    const headers = { authorization: `Bearer ${admin.deps.rootKey}` };
    const stream = await fetch(`${admin.url}/trpc/syncRuns.watch?input=${input}`, { headers });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    await expect.poll(() => admin.told.pauses, soon).toBeGreaterThan(0);
    admin.drains();
    const text = await stream.text();
    expect(text).toContain('id: queued.0.0.0');
    expect(text).not.toMatch(/event: (return|serialized-error)/);
    expect(admin.deps.subscriptions.open).toBe(0);
  });

  it('is refused when its key has too many, until one of them is left', async () => {
    const admin = await serve({ subscriptions: { perKeyMax: 1 } });
    const first = await watch(admin, { key: admin.deps.rootKey });
    await expect.poll(() => first.told, soon).toHaveLength(1);
    expect(await (await watch(admin, { key: admin.deps.rootKey })).ended).toBe('too_many_requests');
    const other = await watch(admin);
    await expect.poll(() => other.told, soon).toHaveLength(1);
    first.leave();
    await expect.poll(() => admin.deps.subscriptions.open, soon).toBe(1);
    const again = await watch(admin, { key: admin.deps.rootKey });
    await expect.poll(() => again.told, soon).toHaveLength(1);
    other.leave();
    again.leave();
    await expect.poll(() => admin.deps.subscriptions.open, soon).toBe(0);
  });

  it('leaves one line in the log with how it ended', async () => {
    const admin = await serve();
    const { ids, told, leave } = await watch(admin);
    await expect.poll(() => told, soon).toHaveLength(1);
    leave();
    const ends = () => admin.told.lines.filter(({ fields }) => fields.outcome === 'left');
    await expect.poll(ends, soon).toEqual([
      {
        level: 'info',
        fields: expect.objectContaining({ procedure: 'syncRuns.watch', tenantId: ids.tenantId }),
      },
    ]);
  });
});
