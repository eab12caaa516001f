import type { TenantScope } from '@tandem/db';
import type { Installation } from '../admin/admin-context.ts';

/** What the tenant's engine speaks: its own connection's dialect, else the installation's; null when it has no engine. */
export async function dialectOf(
  context: { installation: Pick<Installation, 'botpress'> },
  scope: TenantScope,
): Promise<string | null> {
  const own = await scope.connections.active('botpress');
  return own?.source === 'own' ? own.dialect : (context.installation.botpress?.dialect ?? null);
}
