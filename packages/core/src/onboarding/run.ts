import type { Tenant, TenantScope } from '@tandem/db';
import type { ChannelSetUp } from '@tandem/integrations/contract';
import type { Advice, OnboardTenant } from '@tandem/schemas/admin';
import type { AdminContext } from '../admin/admin-context.ts';

/** One onboarding under way: what every step is given. */
export interface OnboardingRun {
  context: AdminContext;
  input: OnboardTenant;
  tenant: Tenant;
  scope: TenantScope;
  channel: ChannelSetUp;
  /** Prolongs the right to be the only one at it. Rejects when it is lost: nothing may be made from then on. */
  stay(): Promise<void>;
  advise(advice: Advice): void;
}

/** What a step came to, and what later steps need of it. */
export interface StepDone<Value> {
  outcome: 'created' | 'found' | 'updated' | 'skipped';
  detail: string;
  value: Value;
}

/** A step cannot go on until a person has acted. The message says what to do; ids and names, never secrets. */
export class StepRefused extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'StepRefused';
  }
}

/** Not yet as it should be, but likely to become so by itself. */
export class StepUnsettled extends Error {
  readonly retryAfterMs: number;

  constructor(words: string, retryAfterMs: number) {
    super(words);
    this.name = 'StepUnsettled';
    this.retryAfterMs = retryAfterMs;
  }
}

/** Another run has taken over: this one must not touch anything any more. */
export class RunLost extends Error {
  constructor() {
    super('another onboarding of this tenant has taken over');
    this.name = 'RunLost';
  }
}

/**
 * How what we make at upstreams is found again: by the tenant it was made for. Chatwoot keeps it in a bot's description,
 * Botpress in a bot's tags and a key's note.
 */
export const markerOf = ({ id }: Pick<Tenant, 'id'>): string => `tandem:${id}`;
