import type { z } from 'zod';
import type { Tandem } from '../tandem/create-tandem.ts';
import { type zTenant, zTenantAnswer, zTenantsAnswer } from '../tandem/wire.ts';

type Tenant = z.output<typeof zTenant>;

/** The tenant with this slug, made if there is none, active in any case. */
export async function findOrCreateTenant(
  tandem: Tandem,
  input: { name: string; slug: string },
): Promise<Tenant> {
  const { name, slug } = input;
  const existing = await findTenant(tandem, slug);
  if (existing === null) {
    const created = await tandem.send(
      { method: 'POST', path: '/tenants', json: { name, slug } },
      zTenantAnswer,
    );
    return created.tenant;
  }
  if (existing.status === 'active') return existing;
  const call = { method: 'PATCH', path: `/tenants/${existing.id}`, json: { status: 'active' } } as const;
  return (await tandem.send(call, zTenantAnswer)).tenant;
}

async function findTenant(tandem: Tandem, slug: string): Promise<Tenant | null> {
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: z.output<typeof zTenantsAnswer> = await tandem.get(
      `/tenants?limit=200${query}`,
      zTenantsAnswer,
    );
    const found = page.tenants.find((tenant) => tenant.slug === slug);
    if (found !== undefined) return found;
    cursor = page.nextCursor;
  } while (cursor !== null);
  return null;
}
