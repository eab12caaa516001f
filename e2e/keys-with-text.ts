import { connectRedis, silentLog } from '@tandem/queue';
import { eventually } from './open-scene.ts';

/** The keys of a Redis in whose name or value a text stands, in whatever letter case: every key of every type. */
export async function keysWithText(url: string, text: string): Promise<string[]> {
  const redis = connectRedis({ url, log: silentLog });
  try {
    await eventually(() => redis.health.up).toBe(true);
    const { client } = redis.openForWorker();
    const call = async (...command: [string, ...string[]]) => JSON.stringify(await client.call(...command));
    const readers: Record<string, (key: string) => Promise<string>> = {
      string: (key) => call('GET', key),
      hash: (key) => call('HGETALL', key),
      list: (key) => call('LRANGE', key, '0', '-1'),
      set: (key) => call('SMEMBERS', key),
      zset: (key) => call('ZRANGE', key, '0', '-1'),
      stream: (key) => call('XRANGE', key, '-', '+'),
    };
    const found: string[] = [];
    for (const key of await client.keys('*')) {
      const read = readers[await client.type(key)];
      const value = read ? await read(key) : '';
      if (`${key} ${value}`.toLowerCase().includes(text.toLowerCase())) found.push(key);
    }
    return found;
  } finally {
    await redis.close();
  }
}
