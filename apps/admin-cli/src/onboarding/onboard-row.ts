import type { OnboardingView, OnboardTenant } from '@tandem/schemas/admin';
import type { Clock, HostGate } from './create-host-gate.ts';
import type { OnboardingRow } from './read-rows.ts';

/** What the api answered to one try. */
export type Answer =
  | { kind: 'done'; onboarding: OnboardingView }
  /** Another run is at this tenant: one that was interrupted is over within a minute. */
  | { kind: 'busy' }
  /** The api could not be reached, or broke. */
  | { kind: 'away'; words: string }
  | { kind: 'refused'; words: string };

export interface RowContext {
  clock: Clock;
  gate: HostGate;
  /** The tenant's id, found or made. */
  findTenant(tenant: OnboardingRow['tenant']): Promise<string | Extract<Answer, { words: string }>>;
  onboard(input: OnboardTenant): Promise<Answer>;
  /** Told of each wait. */
  onWait(row: OnboardingRow, why: string, untilMs: number): void;
}

export interface RowResult {
  line: number;
  /** Its id where it is known, else its slug. */
  tenant: string;
  outcome: 'complete' | 'incomplete';
  /** What failed; or what the operator should look at. */
  detail: string;
  onboarding: OnboardingView | null;
}

const busyTriesMax = 30;
const busyWaitMs = 3_000;
const awayTriesMax = 10;
const awayWaitMs = 3_000;
const transientTriesMax = 3;

/**
 * Onboards the tenant of one row to the end: waits as long as a host asks to, and tries again what may pass by itself.
 * Nothing is done twice: every try looks first.
 */
export async function onboardRow(context: RowContext, row: OnboardingRow): Promise<RowResult> {
  const tries = { busy: 0, away: 0, transient: 0 };
  const host = new URL(row.input.chatwoot.baseUrl).host;
  const wait = async (delayMs: number, why: string): Promise<void> => {
    context.onWait(row, why, context.clock.now() + delayMs);
    await context.clock.wait(delayMs);
  };
  for (;;) {
    const leave = await context.gate.enter(host, (untilMs) =>
      context.onWait(row, `the budget of ${host}`, untilMs),
    );
    const { tenant, answer } = await tryOnce(context, row);
    leave(answer.kind === 'done' ? answer.onboarding.chatwootRequests : 0);
    switch (answer.kind) {
      case 'done': {
        const { retry } = answer.onboarding;
        if (retry?.because === 'rate-limited') {
          context.gate.pause(host, retry.afterMs);
          continue;
        }
        tries.transient += 1;
        if (retry === null || tries.transient === transientTriesMax) return toResult(row, tenant, answer);
        await wait(retry.afterMs, failureOf(answer.onboarding));
        continue;
      }
      case 'busy':
        tries.busy += 1;
        if (tries.busy === busyTriesMax) return toResult(row, tenant, answer);
        await wait(busyWaitMs, 'another run of this tenant');
        continue;
      case 'away':
        tries.away += 1;
        if (tries.away === awayTriesMax) return toResult(row, tenant, answer);
        await wait(awayWaitMs, answer.words);
        continue;
      case 'refused':
        return toResult(row, tenant, answer);
    }
  }
}

async function tryOnce(context: RowContext, row: OnboardingRow): Promise<{ tenant: string; answer: Answer }> {
  const found = await context.findTenant(row.tenant);
  const named = row.tenant.by === 'id' ? row.tenant.id : row.tenant.slug;
  if (typeof found !== 'string') return { tenant: named, answer: found };
  // An id that the api has answered, or that the reader of the file has checked.
  const tenantId = found as OnboardTenant['tenantId'];
  return { tenant: found, answer: await context.onboard({ ...row.input, tenantId }) };
}

function toResult({ line }: OnboardingRow, tenant: string, answer: Answer): RowResult {
  if (answer.kind === 'done') {
    const { onboarding } = answer;
    const { outcome } = onboarding;
    const detail = outcome === 'complete' ? adviceOf(onboarding) : failureOf(onboarding);
    return { line, tenant, outcome, detail, onboarding };
  }
  const detail = answer.kind === 'busy' ? 'Another run of this tenant does not end.' : answer.words;
  return { line, tenant, outcome: 'incomplete', detail, onboarding: null };
}

const adviceOf = ({ advice }: OnboardingView): string => advice.map(({ code }) => code).join(', ');

function failureOf({ steps }: OnboardingView): string {
  const failed = steps.find(({ outcome }) => outcome === 'failed');
  return failed === undefined ? 'no step failed' : `${failed.step}: ${failed.detail}`;
}
