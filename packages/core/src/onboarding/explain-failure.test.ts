import { UpstreamError } from '@tandem/integrations/contract';
import { AppError } from '@tandem/schemas';
import { describe, expect, it } from 'vitest';
import { explainFailure } from './explain-failure.ts';
import { RunLost, StepRefused, StepUnsettled } from './run.ts';

/** 40 s into a minute of the clock. */
const nowMs = Date.UTC(2026, 2, 2, 9, 0, 40);
const upstream = (kind: UpstreamError['kind'], retryAfterMs?: number) =>
  new UpstreamError(
    kind,
    'chat.example: GET /inboxes: 429',
    retryAfterMs === undefined ? {} : { retryAfterMs },
  );

describe('a failed step', () => {
  it.each([
    ['asked to wait: until the next minute of the clock', upstream('rate-limited'), 21_000, 'rate-limited'],
    ['asked to wait so long', upstream('rate-limited', 7_000), 7_000, 'rate-limited'],
    ['not reached', upstream('unreachable'), 5_000, 'transient'],
    ['failed there', upstream('failed'), 5_000, 'transient'],
    ['no answer: looked for only when it must be there', upstream('unknown-outcome'), 20_000, 'transient'],
    ['not settled', new StepUnsettled('not registered yet', 10_000), 10_000, 'transient'],
  ])('is tried again: %s', (_what, error, afterMs, because) => {
    expect(explainFailure(error, nowMs)?.retry).toEqual({ afterMs, because });
  });

  it.each([
    ['a refused token', upstream('unauthorized')],
    ['a refused request', upstream('rejected')],
    ['another server', upstream('malformed')],
    ['a refusal of ours', new StepRefused('detach it')],
    ['a rule', new AppError('conflict', { public: 'Inbox 3 is claimed already.' })],
  ])('waits for a person: %s', (_what, error) => {
    expect(explainFailure(error, nowMs)).toMatchObject({ retry: null, detail: expect.stringMatching(/\w/) });
  });

  it('names the places of a rule', () => {
    const issues = [{ path: 'chatwoot.baseUrl', message: 'is private' }];
    const error = new AppError('unprocessable', { public: 'Refused.', issues });
    expect(explainFailure(error, nowMs)?.detail).toBe('Refused. chatwoot.baseUrl is private.');
  });

  it.each([new RunLost(), new Error('a bug'), new AppError('internal', { public: 'x' })])(
    'is none of the operator’s: %s',
    (error) => expect(explainFailure(error, nowMs)).toBeNull(),
  );
});
