import type { ClaimRights } from '@tandem/db';
import { AppError, isSameHost } from '@tandem/schemas';
import type { Advice, OnboardingView, OnboardTenant } from '@tandem/schemas/admin';
import { type AdminContext, claimRights } from '../admin/admin-context.ts';
import { checkUpstreamUrls } from '../connections/upstream-urls.ts';
import { followPlan } from './follow-plan.ts';
import { type OnboardingRun, RunLost } from './run.ts';
import { takeSteps } from './take-steps.ts';

/** Longer than one request with the wait before it, and the time since it was renewed. */
const leaseMs = 45_000;
const renewEveryMs = 5_000;

/**
 * Sets a tenant up from end to end, each step by looking first: what is there is found by its marker or by our rows, and
 * only what is missing is made. So it may be repeated at will, and goes on where an interrupted run ended. A step that
 * fails is in the answer, with what to do. AppError `conflict` (another run of this tenant), `unprocessable` (a private
 * address), `forbidden` (the installation's own Chatwoot).
 */
export async function onboardTenant(context: AdminContext, input: OnboardTenant): Promise<OnboardingView> {
  const { chatwoot, botpress } = input;
  checkUpstreamUrls(context.installation, {
    chatwoot: { baseUrl: chatwoot.baseUrl },
    botpress: { apiUrl: botpress?.apiUrl, chatUrl: botpress?.chatUrl },
  });
  checkDefault(claimRights(context), chatwoot.baseUrl);
  const scope = context.database.enter(input.tenantId);
  const tenant = await context.database.platform.tenants.get(input.tenantId);
  if (!tenant) throw new AppError('not_found', { public: 'There is no tenant with this id.' });
  const lease = { token: context.newId<string>(), leaseMs };
  let renewedAtMs = context.now().getTime();
  if (!(await scope.onboardings.begin(lease))) throw isBusy();
  const advice: Advice[] = [];
  const proofs: OnboardingView['proofs'] = { chatwoot: null, botpress: null };
  let chatwootRequests = 0;
  const stay = async (): Promise<void> => {
    const nowMs = context.now().getTime();
    if (nowMs - renewedAtMs < renewEveryMs) return;
    if (!(await scope.onboardings.renew(lease))) throw new RunLost();
    renewedAtMs = nowMs;
  };
  const channel = context.setUps.chatwoot(chatwoot, {
    caller: { tenantId: tenant.id },
    budget: async () => {
      await stay();
      chatwootRequests += 1;
    },
  });
  const run: OnboardingRun = {
    context,
    input,
    tenant,
    scope,
    channel,
    stay,
    advise: (one) => void advice.push(one),
  };
  const { broken, ...taken } = await takeSteps(context, (take) => followPlan(run, { take, proofs }));
  const now = context.now();
  const view = { ...taken, advice, proofs, chatwootRequests, endedAt: now.toISOString() };
  await scope.onboardings.finish({ token: lease.token, report: view, actor: context.actor, now });
  if (broken instanceof RunLost) throw isBusy();
  if (broken !== null) throw broken;
  return view;
}

/** The connections slice refuses it as well, but only when upstreams have been changed already. */
function checkDefault({ installation, mayClaimDefault }: ClaimRights, baseUrl: string): void {
  if (mayClaimDefault || installation === null || !isSameHost(installation.baseUrl, baseUrl)) return;
  throw new AppError('forbidden', {
    public: "Inboxes on the installation's own Chatwoot are assigned by the platform.",
  });
}

const isBusy = () =>
  new AppError('conflict', { public: 'This tenant is being onboarded right now: try again in a moment.' });
