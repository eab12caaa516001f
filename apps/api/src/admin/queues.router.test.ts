import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Admin, mintTenantWithKeys, openAdmin } from '../../test/open-admin.ts';
import { seedMessage, seedSession } from '../../test/seed-conversation.ts';

let admin: Admin;
beforeAll(() => {
  admin = openAdmin();
});
afterAll(() => admin.close());

it('shows the lanes of MySQL whether or not Redis is there', async () => {
  const mine = await mintTenantWithKeys(admin);
  const session = await seedSession(admin.database, { tenantId: mine.tenantId, at: admin.clock.now() });
  await seedMessage(admin.database, { session, at: admin.clock.now() });
  const { status, body } = await admin.call('GET', '/api/chatbot/queues');
  expect(status).toBe(200);
  expect(body).toMatchObject({ redis: 'up', queues: [], lanes: { isCut: expect.any(Boolean) } });
  expect(body.lanes.directions.map(({ direction }: { direction: string }) => direction)).toEqual([
    'to-engine',
    'to-channel',
  ]);
  expect(JSON.stringify(body)).not.toContain(mine.tenantId);
  admin.losesRedis();
  expect((await admin.call('GET', '/api/chatbot/queues')).body).toMatchObject({ redis: 'away', queues: [] });
});

it('takes nothing it does not know', async () => {
  expect((await admin.call('GET', '/api/chatbot/queues?tenant=x')).status).toBe(400);
});
