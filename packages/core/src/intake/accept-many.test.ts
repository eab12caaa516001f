import { type Accepted, type NewInbound, shareCommits } from '@tandem/db';
import { openTestDatabase } from '@tandem/testkit/database';
import { afterAll, describe, expect, it } from 'vitest';
import { storedConversation } from '../../test/stored-conversation.ts';

const database = openTestDatabase({ poolSize: 8 });
afterAll(() => database.close());

describe('many at once', () => {
  it('share commits: each is stored once and told the truth about itself', async () => {
    const conversations = Array.from({ length: 5 }, () => storedConversation(database));
    const submit = shareCommits<NewInbound, Accepted>({
      commit: (rows) => database.platform.acceptInbound(rows),
      concurrencyMax: 4,
      rowsMax: 64,
    });
    const rows = conversations.flatMap(({ row }) =>
      Array.from({ length: 60 }, (_, n) => row(n % 10 === 9 ? 'x'.repeat(200) : `m${n % 25}`)),
    );
    const results = await Promise.allSettled(rows.map(submit));
    const outcomes = results.map((result) =>
      result.status === 'rejected' ? 'refused' : result.value.duplicate ? 'duplicate' : 'accepted',
    );
    const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
    expect(count('refused')).toBe(5 * 6);
    const distinct = new Set(
      rows.filter((row) => row.dedupeKey.length < 100).map((row) => `${row.tenantId} ${row.dedupeKey}`),
    );
    expect(count('accepted')).toBe(distinct.size);
    for (const { pending } of conversations) expect(await pending()).toHaveLength(distinct.size / 5);
  });

  it('of crossing conversations end without a deadlock that anybody sees', async () => {
    const all = Array.from({ length: 6 }, () => storedConversation(database));
    const submit = shareCommits<NewInbound, Accepted>({
      commit: (rows) => database.platform.acceptInbound(rows),
      concurrencyMax: 6,
      rowsMax: 4,
    });
    const rows = Array.from({ length: 20 }, (_, n) =>
      (n % 2 === 0 ? all : all.toReversed()).flatMap(({ row, event, takeover }) => [
        row(`m${n}`),
        event(`e${n}`, takeover(n % 2 === 0 ? 'human' : 'bot', n % 4 === 0)),
      ]),
    ).flat();
    const results = await Promise.allSettled(rows.map(submit));
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    for (const { pending } of all) expect(await pending()).toHaveLength(20);
  });
});
