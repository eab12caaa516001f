import { describe, expect, it } from 'vitest';
import { done, failed, rowsOf, scriptBulk } from '../../test/scripted-bulk.ts';
import { type Answer, onboardRow } from './onboard-row.ts';
import { onboardRows } from './onboard-rows.ts';

const [row] = rowsOf('acme');
if (row === undefined) throw new Error('the row was not read');
const rateLimited = failed({ afterMs: 21_000, because: 'rate-limited' });
const transient = failed({ afterMs: 5_000, because: 'transient' });

describe('a row', () => {
  it('is done at once where nothing is in the way, with what is to be looked at', async () => {
    const advice = [{ code: 'greeting' as const, message: 'twice' }];
    const { context, starts } = scriptBulk([done({ advice })]);
    expect(await onboardRow(context, row)).toMatchObject({
      line: 2,
      outcome: 'complete',
      detail: 'greeting',
    });
    expect(starts).toEqual([0]);
  });

  it('waits as often and as long as Chatwoot asks it to', async () => {
    const { context, starts, waits } = scriptBulk([...Array(5).fill(rateLimited), done()]);
    expect((await onboardRow(context, row)).outcome).toBe('complete');
    expect(starts).toEqual([0, 21_000, 42_000, 63_000, 84_000, 105_000]);
    expect(waits[0]).toContain('chat.example');
  });

  it.each<[string, Answer[], number, string]>([
    ['what may pass, three times', [transient], 3, 'chatwoot.inbox: detach it'],
    ['an api that is away, for half a minute', [{ kind: 'away', words: 'no api' }], 10, 'no api'],
    [
      'another run of the tenant, longer than one that was killed holds it',
      [{ kind: 'busy' }],
      30,
      'not end',
    ],
    ['not what a person has to mend', [failed(null)], 1, 'chatwoot.inbox: detach it'],
    ['not what the api refuses', [{ kind: 'refused', words: 'a role' }], 1, 'a role'],
  ])('is tried again: %s', async (_what, answers, tries, detail) => {
    const { context, starts } = scriptBulk(answers);
    const result = await onboardRow(context, row);
    expect([result.outcome, starts.length]).toEqual(['incomplete', tries]);
    expect(result.detail).toContain(detail);
  });

  it('outwaits the lease of a run that was killed', async () => {
    const { context, starts } = scriptBulk([...Array(16).fill({ kind: 'busy' }), done()]);
    expect((await onboardRow(context, row)).outcome).toBe('complete');
    expect(starts.at(-1)).toBeGreaterThan(45_000);
  });
});

describe('many rows', () => {
  it('keep the order of the file and tell of each', async () => {
    const rows = rowsOf('a', 'b', 'c', 'd', 'e');
    const { context } = scriptBulk([done(), failed(null), done()]);
    const told: number[] = [];
    const results = await onboardRows(context, {
      rows,
      concurrency: 3,
      onRow: (_row, result) => told.push(result.line),
    });
    expect(results.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
    expect(results.filter(({ outcome }) => outcome === 'incomplete')).toHaveLength(1);
    expect(told.sort()).toEqual([2, 3, 4, 5, 6]);
  });

  it('all wait when one is asked to, and stay below the budget of a minute', async () => {
    const rows = rowsOf(...Array.from({ length: 60 }, (_, index) => `t${index}`));
    const { context, starts } = scriptBulk([rateLimited, done()], { perMinute: 200 });
    await onboardRows(context, { rows, concurrency: 4, onRow: () => {} });
    const minutes = new Map<number, number>();
    for (const at of starts) {
      const minute = Math.floor((at + 40_000) / 60_000);
      minutes.set(minute, (minutes.get(minute) ?? 0) + 10);
    }
    expect(Math.max(...minutes.values())).toBeLessThanOrEqual(200);
    expect(minutes.size).toBeGreaterThanOrEqual(4);
  });
});
