import { newId } from '@tandem/runtime';
import type { TenantId } from '@tandem/schemas';
import { openTestDatabase } from '@tandem/testkit/database';
import { afterAll, describe, expect, it } from 'vitest';

const database = openTestDatabase();
afterAll(() => database.close());
const actor = { type: 'platform' } as const;
const now = new Date('2026-03-02T09:00:00.000Z');
const { tenants } = database.platform;

describe('tenants', () => {
  it('are active from the start, and found by id and slug', async () => {
    const slug = `acme-${newId<string>()}`;
    const tenant = await tenants.create({ name: 'Acme', slug, actor, now });
    expect(tenant).toMatchObject({ name: 'Acme', slug, status: 'active', revision: 1, createdAt: now });
    expect(await tenants.get(tenant.id)).toEqual(tenant);
    expect(await tenants.getBySlug(slug)).toEqual(tenant);
    expect(await tenants.get(newId<TenantId>())).toBeNull();
    expect(await tenants.getBySlug('日本 🗾')).toBeNull();
  });

  it('get a slug from their name, another one when it is taken', async () => {
    const name = `Ünïted Çafés & ${newId<string>()}`;
    const [first, second] = [
      await tenants.create({ name, actor, now }),
      await tenants.create({ name, actor, now }),
    ];
    expect(first.slug).toMatch(/^united-cafes-[0-9a-f-]+$/);
    expect(second.slug).not.toBe(first.slug);
    expect((await tenants.create({ name: '你好', actor, now })).slug).toMatch(/^tenant/);
  });

  it('keep a slug that was asked for to themselves', async () => {
    const slug = `taken-${newId<string>()}`;
    await tenants.create({ name: 'One', slug, actor, now });
    await expect(tenants.create({ name: 'Two', slug, actor, now })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('are listed page by page in the order of creation, each once', async () => {
    const made: TenantId[] = [];
    for (let index = 0; index < 5; index += 1)
      made.push((await tenants.create({ name: 'Listed', actor, now })).id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await tenants.list({ limit: 2, cursor });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.filter((id) => made.some((one) => one === id))).toEqual(made);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('refuse a cursor that no list answered', async () => {
    await expect(tenants.list({ limit: 2, cursor: 'x' })).rejects.toMatchObject({
      code: 'bad_request',
      issues: [{ path: 'cursor' }],
    });
  });

  it('are suspended by a patch that bumps the revision and leaves an audit row', async () => {
    const { id } = await tenants.create({ name: 'Acme', actor, now });
    const later = new Date(now.getTime() + 1_000);
    const patched = await tenants.patch(id, { status: 'suspended', actor, now: later });
    expect(patched).toMatchObject({ name: 'Acme', status: 'suspended', revision: 2, updatedAt: later });
    expect(await tenants.get(id)).toEqual(patched);
    const { items } = await database.enter(id).audit.list({ limit: 10 });
    expect(items.map(({ action }) => action)).toEqual(['tenant.patch', 'tenant.create']);
    expect(items[0]).toMatchObject({ actor: 'platform', after: { name: 'Acme', status: 'suspended' } });
    const nobody = tenants.patch(newId<TenantId>(), { name: 'x', actor, now });
    await expect(nobody).rejects.toMatchObject({ code: 'not_found' });
  });
});
