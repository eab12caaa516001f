import type { TenantId } from '@tandem/schemas';
import { type OnboardingView, zOnboardingView } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';

/** What the tenant's last onboarding came to; null when none has ended. */
export async function getOnboarding(
  context: AdminContext,
  input: { tenantId: TenantId },
): Promise<OnboardingView | null> {
  const report = await context.database.enter(input.tenantId).onboardings.last();
  return report === null ? null : zOnboardingView.parse(report);
}
