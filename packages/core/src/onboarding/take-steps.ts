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

export interface TakenSteps extends Pick<OnboardingView, 'outcome' | 'steps' | 'retry'> {
  /** What was thrown where the failure is ours; null when it is not. */
  broken: unknown;
}

/** Runs `plan` step by step until one fails, and answers every step there is: those that were not reached are skipped. */
export async function takeSteps(
  context: { now(): Date },
  plan: (take: TakeStep) => Promise<void>,
): Promise<TakenSteps> {
  const taken: StepView[] = [];
  let retry: OnboardingView['retry'] = null;
  let broken: unknown = null;

  const take: TakeStep = async (step, work) => {
    try {
      const { outcome, detail, value } = await work();
      taken.push({ step, outcome, detail });
      return value;
    } catch (error) {
      const explained = explainFailure(error, context.now().getTime());
      if (explained === null) broken = error;
      taken.push({ step, outcome: 'failed', detail: explained?.detail ?? 'It broke on our side.' });
      retry = explained?.retry ?? null;
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
  return { outcome: failed ? 'incomplete' : 'complete', steps, retry, broken };
}
