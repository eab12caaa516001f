import {
  type OnboardingStep,
  type OnboardingView,
  onboardingSteps,
  type StepView,
} from '@tandem/schemas/admin';
import { explainFailure } from './explain-failure.ts';
import type { StepDone } from './run.ts';

/** Takes a step and answers what later ones need of it. A step that fails ends all of them. */
export type TakeStep = <Value>(step: OnboardingStep, work: () => Promise<StepDone<Value>>) => Promise<Value>;

class Stopped extends Error {}

/**
 * Runs `plan` step by step until one fails, and answers every step there is: those that were not reached are skipped.
 * Rejects for a failure that is ours.
 */
export async function takeSteps(
  context: { now(): Date },
  plan: (take: TakeStep) => Promise<void>,
): Promise<Pick<OnboardingView, 'outcome' | 'steps' | 'retry'>> {
  const taken: StepView[] = [];
  let retry: OnboardingView['retry'] = null;

  const take: TakeStep = async (step, work) => {
    try {
      const { outcome, detail, value } = await work();
      taken.push({ step, outcome, detail });
      return value;
    } catch (error) {
      const explained = explainFailure(error, context.now().getTime());
      if (explained === null) throw error;
      taken.push({ step, outcome: 'failed', detail: explained.detail });
      retry = explained.retry;
      throw new Stopped(step);
    }
  };

  try {
    await plan(take);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  const steps = onboardingSteps.map(
    (step): StepView =>
      taken.find((one) => one.step === step) ?? { step, outcome: 'skipped', detail: 'not reached' },
  );
  const failed = taken.some(({ outcome }) => outcome === 'failed');
  return { outcome: failed ? 'incomplete' : 'complete', steps, retry };
}
