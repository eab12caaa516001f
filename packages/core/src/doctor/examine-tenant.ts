import type { TenantId } from '@tandem/schemas';
import type { Diagnosis } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { runChecks } from './run-checks.ts';
import { tenantList } from './tenant/list.ts';
import { openChart } from './tenant/open-chart.ts';

/** Three requests to a slow upstream one after the other, and a little more. */
const deadlineMs = 26_000;

/**
 * Looks at one tenant's settings, its upstreams and its work. About ten requests to its Chatwoot and five to its Botpress, all
 * of them reads but the self-test to ourselves, which is authenticated and then ignored: no customer sees any of it.
 */
export async function examineTenant(
  context: AdminContext,
  input: { tenantId: TenantId },
): Promise<Diagnosis> {
  const chart = await openChart(context, input);
  const { onBroken } = context.vitals;
  return await runChecks({ checks: tenantList, patient: chart, deadlineMs, onBroken });
}
