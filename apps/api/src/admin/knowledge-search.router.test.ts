import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';

const admin = openAdmin();
afterAll(() => admin.close());

let path: string;
beforeEach(async () => {
  path = `${(await mintTenantWithKeys(admin)).path}/knowledge-base`;
});

const importCsv = async (body: string) =>
  expect((await admin.call('POST', `${path}/import?format=csv`, { body })).status).toBe(200);

describe('a search', () => {
  it('shows what the bot would be given with a message: all of it where it fits', async () => {
    await importCsv('q,a,tags\nHours?,9 to 6,\nParking?,In the yard,car');
    expect((await admin.call('GET', `${path}/search?text=parking%20my%20car`)).body).toEqual({
      entries: [
        { question: 'Hours?', answer: '9 to 6', tags: [], score: 0, position: 1 },
        { question: 'Parking?', answer: 'In the yard', tags: ['car'], score: 5, position: 2 },
      ],
      leftOut: 0,
      ranking: 'whole',
      version: 1,
    });
  });

  it('else the best first, and how many are left out', async () => {
    const filler = Array.from({ length: 20 }, (_, n) => `Filler ${n}?,${'lorem '.repeat(500)},`);
    await importCsv(`q,a,tags\n${filler.join('\n')}\nParking?,In the yard,`);
    const { body } = await admin.call('GET', `${path}/search?text=parking`);
    expect(body.entries[0]).toMatchObject({ question: 'Parking?', score: 3, position: 21 });
    expect([body.ranking, body.leftOut, body.entries.length]).toEqual(['words', 10, 11]);
  });
});
