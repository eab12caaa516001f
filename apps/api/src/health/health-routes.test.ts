import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi, rootKey, type TestApi } from '../../test/open-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const get = async (path: string, key?: string) =>
  await api.app.request(path, { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } });

it('says that it is ready, part by part', async () => {
  await expect
    .poll(async () => await (await get('/readyz')).json())
    .toEqual({ status: 'ready', database: 'ok', migrations: 'ok', pending: [], redis: 'ok' });
});

it('is ready without Redis, and lives without MySQL', async () => {
  const degraded = await openApi({ REDIS_URL: 'redis://127.0.0.1:1' });
  const answer = await degraded.app.request('/readyz');
  expect([answer.status, await answer.json()]).toEqual([
    200,
    expect.objectContaining({ status: 'degraded', redis: 'away' }),
  ]);
  await degraded.close();
  expect((await degraded.app.request('/livez')).status).toBe(200);
  expect((await degraded.app.request('/readyz')).status).toBe(503);
});

describe('/metrics', () => {
  it('are for a platform key', async () => {
    expect((await get('/metrics')).status).toBe(401);
    const text = await (await get('/metrics', rootKey)).text();
    expect(text).toContain('tandem_ledger_up 1');
    expect(text).toMatch(/tandem_lane_oldest_seconds\{direction="to-engine",state="paced"\} \d/);
    expect(text).toMatch(/tandem_build_info\{version="[\d.]+",node="v\d+[^"]*",process="api"\} 1/);
  });

  it('are shown also while MySQL is away, without the lanes', async () => {
    const gone = await openApi();
    await gone.close();
    const text = await (await gone.metricsApp.request('/metrics')).text();
    expect(text).toContain('tandem_ledger_up 0');
    expect(text).not.toContain('tandem_lane_oldest_seconds{');
  });
});
