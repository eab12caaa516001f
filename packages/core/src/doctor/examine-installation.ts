import type { Diagnosis } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';
import { installationList } from './installation/list.ts';
import { runChecks } from './run-checks.ts';

const deadlineMs = 12_000;

/** Looks at the stores, the processes and the settings that all tenants share. Changes nothing. */
export async function examineInstallation(context: AdminContext): Promise<Diagnosis> {
  const { onBroken } = context.vitals;
  return await runChecks({ checks: installationList, patient: context, deadlineMs, onBroken });
}
