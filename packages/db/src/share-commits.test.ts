import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { shareCommits } from './share-commits.ts';

interface Commit {
  rows: readonly string[];
  done(): void;
  fail(error: Error): void;
}

/** A store whose commits end when the test says so. */
function heldStore(options: { concurrencyMax?: number; rowsMax?: number; patienceMs?: number } = {}) {
  const commits: Commit[] = [];
  const submit = shareCommits<string, string>({
    concurrencyMax: 1,
    rowsMax: 100,
    ...options,
    commit: (rows) =>
      new Promise((resolve, reject) => {
        commits.push({ rows, done: () => resolve(rows.map((row) => `${row} stored`)), fail: reject });
      }),
  });
  return { commits, submit, rows: () => commits.map((commit) => commit.rows) };
}

/** Two turns of the event loop: one for the flush, one for what follows a commit. */
async function settle(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

describe('concurrent callers', () => {
  it('share one commit and each get their own answer', async () => {
    const { commits, submit, rows } = heldStore();
    const answers = Promise.all(['a', 'b', 'c'].map(submit));
    await settle();
    expect(rows()).toEqual([['a', 'b', 'c']]);
    commits[0]?.done();
    expect(await answers).toEqual(['a stored', 'b stored', 'c stored']);
  });

  it('do not wait for company while a commit is free', async () => {
    const { rows, submit } = heldStore({ concurrencyMax: 2 });
    void submit('a');
    await settle();
    void submit('b');
    await settle();
    expect(rows()).toEqual([['a'], ['b']]);
  });

  it('gather while a commit is quick, and pass by one that takes long', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const { commits, rows, submit } = heldStore({ concurrencyMax: 2, patienceMs: 50 });
      void submit('a');
      await settle();
      void submit('b');
      vi.advanceTimersByTime(40);
      await settle();
      expect(rows()).toEqual([['a']]);
      void submit('c');
      vi.advanceTimersByTime(11);
      await settle();
      expect(rows()).toEqual([['a'], ['b', 'c']]);
      void submit('d');
      commits[1]?.done();
      await settle();
      vi.advanceTimersByTime(51);
      expect(rows()).toEqual([['a'], ['b', 'c'], ['d']]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('gather while all commits are under way, and go together when one is over', async () => {
    const { commits, rows, submit } = heldStore();
    void submit('a');
    await settle();
    const rest = ['b', 'c', 'd'].map(submit);
    await settle();
    expect(rows()).toEqual([['a']]);
    commits[0]?.done();
    await settle();
    expect(rows()).toEqual([['a'], ['b', 'c', 'd']]);
    commits[1]?.done();
    expect(await Promise.all(rest)).toEqual(['b stored', 'c stored', 'd stored']);
  });

  it('never make a commit larger than rowsMax nor more at once than concurrencyMax', async () => {
    const { commits, rows, submit } = heldStore({ concurrencyMax: 2, rowsMax: 3 });
    const answers = Promise.all(Array.from({ length: 10 }, (_, n) => submit(`${n}`)));
    await settle();
    expect(rows()).toEqual([
      ['0', '1', '2'],
      ['3', '4', '5'],
    ]);
    for (let index = 0; index < 4; index += 1) {
      commits[index]?.done();
      await settle();
    }
    expect(rows().map((batch) => batch.length)).toEqual([3, 3, 3, 1]);
    expect(await answers).toEqual(Array.from({ length: 10 }, (_, n) => `${n} stored`));
  });
});

/** Rows called `bad` cannot be stored. */
function pickyStore(bad: readonly string[]) {
  const stored: string[] = [];
  const submit = shareCommits<string, { row: string; duplicate: boolean }>({
    concurrencyMax: 1,
    rowsMax: 100,
    commit: async (rows) => {
      if (rows.some((row) => bad.includes(row))) throw new Error(`bad row among ${rows.length}`);
      return rows.map((row) => {
        const duplicate = stored.includes(row);
        if (!duplicate) stored.push(row);
        return { row, duplicate };
      });
    },
  });
  return { stored, submit };
}

describe('a row that cannot be stored', () => {
  it('fails alone: its neighbours are stored once', async () => {
    const { stored, submit } = pickyStore(['bad']);
    const results = await Promise.allSettled(['a', 'bad', 'b', 'a'].map(submit));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(stored).toEqual(['a', 'b']);
  });

  it('does not blur what its neighbours are told: accepted or duplicate', async () => {
    const { submit } = pickyStore(['bad']);
    await submit('old');
    const results = await Promise.allSettled(['new', 'bad', 'old'].map(submit));
    expect(results[0]).toMatchObject({ value: { row: 'new', duplicate: false } });
    expect(results[2]).toMatchObject({ value: { row: 'old', duplicate: true } });
  });

  it('is told why', async () => {
    const { submit } = pickyStore(['bad']);
    await expect(Promise.all(['a', 'bad'].map(submit))).rejects.toThrow('bad row among 1');
  });

  it('leaves the way free for those that come after', async () => {
    const { submit } = pickyStore(['bad']);
    await expect(submit('bad')).rejects.toThrow();
    await expect(submit('good')).resolves.toEqual({ row: 'good', duplicate: false });
  });
});

it('never leaves a caller waiting when a commit answers too little', async () => {
  const submit = shareCommits<string, string>({
    concurrencyMax: 1,
    rowsMax: 10,
    commit: async () => ['only one'],
  });
  const [first, second] = await Promise.allSettled([submit('a'), submit('b')]);
  expect(first).toMatchObject({ value: 'only one' });
  expect(second).toMatchObject({ status: 'rejected' });
});
