import { zTenantId } from '@tandem/schemas';
import { zSlug } from '@tandem/schemas/admin';
import type { AdminClient } from '../client.ts';
import { UsageError } from '../usage-error.ts';
import { ownTenant } from './tenant-argument.ts';

/** The id of the tenant that a word on the command line names: its id, its slug, or `@own` for the key's own. */
export async function resolveTenant(client: () => AdminClient, word: string): Promise<string> {
  if (word === ownTenant) {
    const { tenant } = await client().me.get.query({});
    if (tenant !== null) return tenant.id;
    throw new UsageError(
      'Which tenant? Name its id or slug, use --tenant, set TANDEM_TENANT, or tandem profiles use <profile> --tenant <tenant>.',
    );
  }
  if (zTenantId.safeParse(word).success) return word.toLowerCase();
  const slug = word.toLowerCase();
  if (!zSlug.safeParse(slug).success) {
    throw new UsageError(`"${word}" is neither the id nor the slug of a tenant.`);
  }
  return (await client().tenants.find.query({ slug })).tenant.id;
}
