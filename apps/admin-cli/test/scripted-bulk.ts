import type { OnboardingView } from '@tandem/schemas/admin';
import { createHostGate } from '../src/onboarding/create-host-gate.ts';
import type { Answer, RowContext } from '../src/onboarding/onboard-row.ts';
import { type OnboardingRow, readRows } from '../src/onboarding/read-rows.ts';

/** 40 s into a minute of the clock. */
export const startMs = Date.UTC(2026, 2, 2, 9, 0, 40);

/** A clock on which waiting takes no time. */
export function setClock() {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    async wait(delayMs: number) {
      nowMs += Math.max(0, delayMs);
    },
  };
}

export const done = (over: Partial<OnboardingView> = {}): Answer => ({
  kind: 'done',
  onboarding: {
    outcome: 'complete',
    steps: [{ step: 'chatwoot.inbox', outcome: 'found', detail: 'inbox 3' }],
    advice: [],
    proofs: { chatwoot: 'signature', botpress: null },
    retry: null,
    chatwootRequests: 10,
    endedAt: new Date(startMs).toISOString(),
    ...over,
  },
});

export const failed = (retry: OnboardingView['retry']): Answer =>
  done({
    outcome: 'incomplete',
    steps: [{ step: 'chatwoot.inbox', outcome: 'failed', detail: 'detach it' }],
    retry,
  });

const header = 'slug,chatwoot_base_url,chatwoot_account_id,chatwoot_admin_token';

export const rowsOf = (...slugs: string[]): OnboardingRow[] =>
  readRows([header, ...slugs.map((slug) => `${slug},https://chat.example,1,token`)].join('\n'), 'x.csv');

/** A bulk run against answers in order; the last one stays. */
export function scriptBulk(answers: Answer[], options: { perMinute?: number } = {}) {
  const clock = setClock();
  const waits: string[] = [];
  const starts: number[] = [];
  const script = [...answers];
  const context: RowContext = {
    clock,
    gate: createHostGate(clock, { perMinute: options.perMinute ?? 0 }),
    findTenant: async () => '01997d2e-0000-7000-8000-000000000001',
    async onboard() {
      starts.push(clock.now() - startMs);
      const next = script.length > 1 ? script.shift() : script[0];
      if (next === undefined) throw new Error('the script is empty');
      return next;
    },
    onWait: (_row, why) => void waits.push(why),
  };
  return { context, waits, starts };
}
