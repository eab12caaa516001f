import type { OnboardingRun, StepDone } from '../run.ts';
import { StepRefused } from '../run.ts';

/** Whether the token is an administrator's: anything less is told only later, and as a 401 without words. */
export async function checkToken({ channel, input }: OnboardingRun): Promise<StepDone<void>> {
  const { accountId } = input.chatwoot;
  const role = await channel.role();
  if (role === 'administrator') {
    return { outcome: 'found', detail: `an administrator of account ${accountId}`, value: undefined };
  }
  const who = role === null ? `is no member of account ${accountId}` : 'is an agent there';
  throw new StepRefused(
    `The owner of the admin token ${who}: give the access token of an administrator of account ${accountId} (Chatwoot, Profile settings).`,
  );
}
