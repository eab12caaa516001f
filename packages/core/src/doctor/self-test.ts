import { type SelfTestAnswer, UpstreamError } from '@tandem/integrations/contract';
import type { AdminContext } from '../admin/admin-context.ts';
import { broken, type Opinion, ok } from './check.ts';

export type SelfTest = { answer: SelfTestAnswer } | { failure: string };

/** Sends what the upstream would send, with the secret it has itself; authenticated and then ignored. */
export async function takeSelfTest(
  { setUps, now }: AdminContext,
  input: Omit<Parameters<AdminContext['setUps']['selfTest']>[0], 'nowMs'>,
): Promise<SelfTest> {
  try {
    return { answer: await setUps.selfTest({ ...input, nowMs: now().getTime() }) };
  } catch (error) {
    if (error instanceof UpstreamError) return { failure: error.kind };
    throw error;
  }
}

/** What a signed event through `PUBLIC_URL` came to. Pure. */
export function judgeSelfTest(input: {
  subject: string;
  test: SelfTest;
  /** What to do when the secret is refused. */
  secretCure: string;
}): Opinion {
  const { subject, test, secretCure } = input;
  if ('failure' in test) {
    const cure = 'Correct PUBLIC_URL, its DNS and its certificate, or the proxy in front of the api.';
    return broken(subject, `The api does not reach itself at PUBLIC_URL (${test.failure}).`, cure);
  }
  const { status, reason } = test.answer;
  const proof = /^self-test, proved by ([a-z-]+)$/.exec(reason ?? '')?.[1];
  if (status === 200 && proof !== undefined) return ok(subject, `A test came through, proved by ${proof}.`);
  if (status === 401) {
    return broken(
      subject,
      'It is refused (401): what the upstream signs with is not the secret we hold.',
      secretCure,
    );
  }
  const cure = 'Let the proxy pass /api/webhooks on to the api, without a redirect, or correct PUBLIC_URL.';
  return broken(subject, `Something else answers at PUBLIC_URL: ${status} to a signed test.`, cure);
}
