import { afterAll, beforeAll, expect, it } from 'vitest';
import { callAdmin, connectChatwoot } from './connect-chatwoot.ts';
import { type OneProcess, openProcesses, type Processes } from './open-processes.ts';
import { sendWebhooks } from './send-webhooks.ts';

const key = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const [old, next] = [key('old', 1), key('new', 2)];
const inboxId = 42;
/** No other test of this folder uses it. */
const redisDatabase = 11;

let processes: Processes;
beforeAll(async () => {
  processes = await openProcesses(redisDatabase);
}, 60_000);
afterAll(async () => await processes?.close(), 60_000);

it('refuses no webhook while the encryption key is replaced, and starts no process with the old one alone', async () => {
  const { rootKey } = processes;
  const start = (keys: string) => processes.api({ TANDEM_ENCRYPTION_KEYS: keys });
  let apis: OneProcess[] = [await start(old), await start(old)];
  let worker = await processes.worker({ TANDEM_ENCRYPTION_KEYS: old });
  const admin = (...call: [method: string, path: string, body?: object]) =>
    callAdmin(apis[0] as OneProcess, rootKey, call);
  const secrets = [`secret-${Math.random()}`];
  const { tenantId, path } = await connectChatwoot(apis[0] as OneProcess, rootKey, {
    inboxId,
    webhookSecrets: secrets,
  });
  const load = sendWebhooks({ path, inboxId, secrets: () => secrets });
  load.over(apis);
  await load.more(20);

  /** One after another: the next one serves before the one it replaces stops. */
  const roll = async (keys: string): Promise<void> => {
    for (const leaving of [...apis]) {
      apis = [...apis.filter((one) => one !== leaving), await start(keys)];
      load.over(apis);
      await load.more(20);
      await leaving.close();
    }
    await worker.close();
    worker = await processes.worker({ TANDEM_ENCRYPTION_KEYS: keys });
  };
  await roll(`${old},${next}`);
  await roll(`${next},${old}`);
  const states = async () =>
    Object.fromEntries(
      (await admin('GET', '/secrets')).body.keys.map((one: { id: string; state: string }) => [
        one.id,
        one.state,
      ]),
    );
  expect(await states()).toEqual({ new: 'seals', old: 'needed' });
  await admin('PUT', `/tenants/${tenantId}/connections`, {
    chatwoot: { webhookSecrets: [...secrets, 'another'] },
  });
  await connectChatwoot(apis[1] as OneProcess, rootKey, { inboxId, accountId: 8, webhookSecrets: ['third'] });
  expect((await admin('POST', '/secrets/reseal')).status).toBe(202);
  await expect
    .poll(async () => (await admin('GET', '/secrets')).body.reseal.status, { timeout: 20_000, interval: 100 })
    .toBe('succeeded');
  expect(await states()).toEqual({ new: 'seals', old: 'droppable' });
  await load.more(20);
  await roll(next);
  await load.more(20);
  expect(await states()).toEqual({ new: 'seals', old: 'gone' });
  const { sent, refused } = await load.stop();
  expect(refused).toEqual([]);
  expect(sent).toBeGreaterThan(100);

  await expect(start(old)).rejects.toThrow('TANDEM_ENCRYPTION_KEYS lacks the key new');
  await expect(processes.worker({ TANDEM_ENCRYPTION_KEYS: old })).rejects.toThrow('lacks the key new');
  await expect(start(key('new', 9))).rejects.toThrow('another key under the id new');
}, 180_000);
