import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { readRows } from './read-rows.ts';

const header =
  'slug,name,chatwoot_base_url,chatwoot_account_id,chatwoot_admin_token,chatwoot_inbox_id,chatwoot_inbox_channel,chatwoot_replace_bot,botpress_token,botpress_workspace_id';
const good = 'acme,"Acme, Inc",https://chat.example,7,hunter2,,api,yes,bp_pat_x,wkspace_1';

const problems = (...lines: string[]) => {
  try {
    readRows(lines.join('\n'), 'clients.csv');
  } catch (error) {
    if (error instanceof UsageError) return { message: error.message, issues: error.issues ?? [] };
    throw error;
  }
  throw new Error('nothing was wrong');
};
const places = (...lines: string[]) => problems(...lines).issues.map(({ path }) => path);

describe('a CSV file', () => {
  it('becomes a row for each tenant', () => {
    expect(readRows(`\uFEFF${header}\r\n${good}\r\n\r\n`, 'x.csv')).toEqual([
      {
        line: 2,
        tenant: { by: 'slug', slug: 'acme', name: 'Acme, Inc' },
        input: {
          chatwoot: {
            baseUrl: 'https://chat.example',
            accountId: 7,
            adminToken: 'hunter2',
            inboxChannel: 'api',
            replaceBot: true,
          },
          botpress: { token: 'bp_pat_x', workspaceId: 'wkspace_1' },
        },
      },
    ]);
  });

  it('names tenants by id, too, and calls one without a name by its slug', () => {
    const id = '01997d2e-0000-7000-8000-000000000001';
    const text = `tenant_id,slug,chatwoot_base_url,chatwoot_account_id,chatwoot_admin_token\n${id},,https://a.example,1,x\n,b,https://a.example,1,x`;
    expect(readRows(text, 'x.csv').map(({ tenant }) => tenant)).toEqual([
      { by: 'id', id },
      { by: 'slug', slug: 'b', name: 'b' },
    ]);
  });

  it('is told all that is wrong with it at once, by line and column', () => {
    const second = 'B!,,ftp://chat.example,seven,hunter2,,phone,perhaps,bp_pat_x,';
    expect(places(header, good, second)).toEqual([
      'line 3, slug',
      'line 3, chatwoot_base_url',
      'line 3, chatwoot_account_id',
      'line 3, chatwoot_inbox_channel',
      'line 3, chatwoot_replace_bot',
      'line 3, botpress_workspace_id',
    ]);
    expect(places(header, ',,,,,,,,,')).toEqual([
      'line 2, slug',
      'line 2, chatwoot_base_url',
      'line 2, chatwoot_account_id',
      'line 2, chatwoot_admin_token',
    ]);
  });

  it('has each tenant and each inbox once', () => {
    const inbox = (slug: string) => `${slug},,https://chat.example,7,hunter2,3,,,,`;
    expect(problems(header, good, good).issues).toEqual([
      { path: 'line 3, slug', message: 'stands in line 2 already' },
    ]);
    expect(places(header, inbox('a'), inbox('b'))).toEqual(['line 3, chatwoot_inbox_id']);
  });

  it.each([
    ['an unknown column', [`${header},colour`, `${good},red`], 'column colour'],
    ['a column twice', [`${header},slug`, `${good},acme`], 'column slug'],
  ])('is refused with %s', (_what, lines, place) => expect(places(...lines)).toEqual([place]));

  it.each([
    ['a cell too many', [header, `${good},hunter2`], /line 2/],
    ['a quote that does not end', [header, `${good}\n"hunter2`], /quote not closed/],
    ['a quote within a value', [header, good.replace('hunter2', 'hun"ter2')], /quote/],
    ['nothing but a header', [header], /no rows/],
  ])('is refused with %s, and no value is quoted', (_what, lines, words) => {
    const { message } = problems(...lines);
    expect(message).toMatch(words);
    expect(message).not.toContain('hun');
  });
});
