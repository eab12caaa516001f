import { createTRPCClient, httpLink } from '@trpc/client';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';
import type { AdminRouter } from './router.ts';

const admin = openAdmin();
afterAll(() => admin.close());

let path: string;
let tenantId: string;
beforeEach(async () => {
  const minted = await mintTenantWithKeys(admin);
  tenantId = minted.tenantId;
  path = `${minted.path}/knowledge-base`;
});

const send = async (query: string, body: string, headers: Record<string, string> = {}) =>
  await admin.call('POST', `${path}/import${query}`, { body, headers });
const imported = async (query: string, body: string) => {
  const { status, body: answer } = await send(query, body);
  expect([status, answer]).toEqual([200, expect.anything()]);
  return answer;
};
const questions = async (query = '') =>
  (await admin.call('GET', `${path}${query}`)).body.entries.map(
    ({ question }: { question: string }) => question,
  );
const changes = () => admin.told.changes.filter((change) => change.tenantId === tenantId).length;

describe('an import', () => {
  it('takes the raw file as the body, named by its content type or by the query', async () => {
    const first = await send('', 'question,answer,tags\nHours?,9 to 6,shop\n', {
      'content-type': 'text/csv; charset=utf-8',
    });
    expect([first.status, first.body]).toEqual([
      200,
      {
        ...{ outcome: 'written', format: 'csv', mode: 'merge', version: 1, rows: 1, total: 1 },
        ...{ added: 1, changed: 0, removed: 0, unchanged: 0, ignoredColumns: [] },
        ...{
          badRows: { count: 0, shown: [] },
          repeatedRows: { count: 0, shown: [] },
          changedRows: { count: 0, shown: [] },
        },
      },
    ]);
    expect(await imported('?format=markdown&mode=append', '# Where?\nHere')).toMatchObject({
      version: 2,
      total: 2,
    });
    expect(await imported('?format=json&mode=replace', '[{"question":"New?","answer":"Yes"}]')).toMatchObject(
      {
        added: 1,
        removed: 2,
      },
    );
    expect(await questions()).toEqual(['New?']);
    const unnamed = await send('', 'question,answer');
    expect([unnamed.status, unnamed.body.error.issues[0].path]).toEqual([400, 'format']);
  });

  it('is the same over tRPC, with the file in base64', async () => {
    const url = 'http://tandem.test/trpc';
    const client = createTRPCClient<AdminRouter>({
      links: [
        httpLink({
          url,
          headers: { authorization: `Bearer ${admin.deps.rootKey}` },
          fetch: async (target, init) =>
            await admin.app.request(String(target), {
              ...init,
              body: String(init?.body),
              headers: init?.headers ?? {},
            } as RequestInit),
        }),
      ],
    });
    const file = Buffer.from('q;a\nQ?;Ä😀').toString('base64');
    expect(await client.knowledge.import.mutate({ tenantId, file, format: 'csv' })).toMatchObject({
      added: 1,
    });
    await expect(
      client.knowledge.import.mutate({ tenantId, file: 'no base64!', format: 'csv' }),
    ).rejects.toMatchObject({
      data: { code: 'bad_request' },
    });
  });

  it('shown beforehand, writes nothing and tells every row that is bad, repeated or changed', async () => {
    await imported('?format=csv', 'q,a\nHours?,9 to 6\nWhere?,Here');
    const file = [
      'question,answer,tags,owner',
      'hours ?,9 to 5,,kim',
      'hours?,10 to 5,,kim',
      ',no question,,',
      `Long?,${'x'.repeat(20_001)},,`,
      `Tags?,x,"${'t,'.repeat(21)}",`,
      'New?,Yes,,',
      'New?,Yes,,',
      'Missing?',
    ].join('\n');
    const before = [await questions(), changes()];
    const shown = await imported('?format=csv&preview=true&mode=merge', file);
    expect(shown).toMatchObject({
      outcome: 'preview',
      version: 1,
      rows: 8,
      added: 2,
      changed: 1,
      unchanged: 1,
      total: 4,
    });
    expect(shown.badRows.count).toBe(4);
    expect(shown.badRows.shown).toEqual([
      { line: 4, field: 'question', message: 'is empty' },
      { line: 5, field: 'answer', message: 'is longer than 20000 characters' },
      { line: 6, field: 'tags', message: 'are more than 20' },
      { line: 9, field: 'answer', message: 'is empty' },
    ]);
    expect(shown.repeatedRows.shown).toEqual([{ line: 8, ofLine: 7, question: 'New?', outcome: 'left-out' }]);
    expect(shown.changedRows.shown).toEqual([{ line: 3, question: 'hours?' }]);
    expect(shown.ignoredColumns).toEqual(['owner']);
    expect([await questions(), changes()]).toEqual(before);
  });

  it('with a bad row writes nothing, says where, and imports the others when told to skip it', async () => {
    const bad = Array.from({ length: 120 }, () => ',x').join('\n');
    const file = `question,answer\nGood?,Yes\n${bad}`;
    const { status, body } = await send('?format=csv', file);
    expect([status, body.error.code, body.error.issues.length]).toEqual([400, 'bad_request', 100]);
    expect(body.error.message).toMatch(/^120 of 121 rows .* first 100 of 120/);
    expect(body.error.issues[0]).toEqual({ path: 'line 3, question', message: 'is empty' });
    expect([await questions(), changes()]).toEqual([[], 0]);
    const skipped = await imported('?format=csv&skipBadRows=true', file);
    expect([skipped.added, skipped.badRows.count, skipped.badRows.shown.length]).toEqual([1, 120, 100]);
  });

  it('that changes nothing makes no version', async () => {
    await imported('?format=csv', 'q,a\nHours?,9 to 6');
    expect(await imported('?format=csv', 'q,a\nHours?,9 to 6')).toMatchObject({
      outcome: 'unchanged',
      version: 1,
    });
  });

  it('holds If-Match against the version, also in a preview', async () => {
    await imported('?format=csv', 'q,a\nHours?,9 to 6');
    for (const query of ['?format=csv', '?format=csv&preview=true']) {
      expect((await send(query, 'q,a\nQ?,A.', { 'if-match': '0' })).status).toBe(409);
    }
    expect((await send('?format=csv', 'q,a\nQ?,A.', { 'if-match': '"1"' })).body.version).toBe(2);
  });

  it('of many at once loses none', async () => {
    const files = Array.from({ length: 4 }, (_, n) => imported('?format=csv&mode=append', `q,a\nQ${n}?,A.`));
    await Promise.all(files);
    expect((await questions()).toSorted()).toEqual(['Q0?', 'Q1?', 'Q2?', 'Q3?']);
  });

  it.each([
    [400, 'more than 10,000 rows', '?format=ndjson', '{}\n'.repeat(10_001)],
    [400, 'another format', '?format=xlsx', 'question,answer'],
    [400, 'no flag', '?format=csv&preview=yes', 'q,a'],
    [400, 'an unknown query', '?format=csv&colour=red', 'q,a'],
    [400, 'the file in the query', '?format=csv&file=x', 'q,a'],
    [400, 'a lone surrogate', '?format=json', '[{"question":"\\ud800","answer":"x"}]'],
  ])('is refused with %i for %s', async (status, _what, query, body) => {
    expect((await send(query, body)).status).toBe(status);
  });

  it('is refused when the whole would be more than 10,000 entries', async () => {
    const many = Array.from({ length: 6_000 }, (_, n) => `{"question":"${n}","answer":"x"}`).join('\n');
    await imported('?format=ndjson', many);
    const { status, body } = await send(
      '?format=ndjson&mode=append',
      many.replaceAll('"question":"', '"question":"n'),
    );
    expect([status, body.error.message]).toEqual([422, expect.stringContaining('12,000 entries')]);
  });

  it('leaves no text of the file in the log', async () => {
    await send('?format=csv', 'q,a\nhunter2?,');
    await imported('?format=csv', 'q,a\nhunter2?,hunter3');
    expect(JSON.stringify(admin.told.lines)).not.toContain('hunter');
  });
});

describe('what is exported', () => {
  it.each(['csv', 'json', 'ndjson', 'markdown', 'xlsx'])('as %s comes back as it was', async (format) => {
    const entries = [
      { question: '=1+1?', answer: '# no heading\n\n```\n# code\n```\n"quoted", a;b|c', tags: ['a;b', 'c'] },
      { question: 'Two\nlines 😀', answer: "'=x", tags: [] },
    ];
    await imported('?format=json', JSON.stringify(entries));
    const answer = await admin.app.request(`${path}/export?format=${format}`, {
      headers: { authorization: `Bearer ${admin.deps.rootKey}` },
    });
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="knowledge-v1\.\w+"$/);
    const body = await answer.arrayBuffer();
    const back = await admin.app.request(`${path}/import?mode=replace`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${admin.deps.rootKey}`,
        'content-type': answer.headers.get('content-type') ?? '',
      },
      body,
    });
    expect(await back.json()).toMatchObject({ outcome: 'unchanged', format, unchanged: 2 });
  });
});

describe('a list', () => {
  it('turns pages in the order of the entries, of a tag and with a text', async () => {
    const rows = [
      `Öffnungszeiten?,9 to 6,"shop; a,b"`,
      'Where?,In the YARD,shop',
      '100%?,under_score,"[""a,b""]"',
    ];
    await imported('?format=csv', `q,a,tags\n${rows.join('\n')}`);
    const first = await admin.call('GET', `${path}?limit=2`);
    expect(first.body.entries.map(({ question }: { question: string }) => question)).toEqual([
      'Öffnungszeiten?',
      'Where?',
    ]);
    expect(await questions(`?limit=2&cursor=${first.body.nextCursor}`)).toEqual(['100%?']);
    expect(await questions('?tag=shop')).toEqual(['Öffnungszeiten?', 'Where?']);
    expect(await questions('?tag=a%2Cb')).toEqual(['100%?']);
    expect(await questions('?tag=sho')).toEqual([]);
    expect(await questions('?text=offnungs')).toEqual(['Öffnungszeiten?']);
    expect(await questions('?text=yard')).toEqual(['Where?']);
    expect(await questions('?text=r_s')).toEqual(['100%?']);
    expect(await questions('?text=%25')).toEqual(['100%?']);
    expect((await admin.call('GET', `${path}?cursor=zzz`)).status).toBe(400);
  });
});
