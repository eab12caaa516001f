import { once } from 'node:events';
import { connect } from 'node:net';
import { connectRedis } from '@tandem/queue';

export interface WatchedRedis {
  /** Every command that any process has sent since, with what it carried: also what was gone again at once. */
  sent(): string;
  /** Every key that is there now, with its value. */
  held(): Promise<string>;
  close(): void;
}

/** Listens to all that goes to the Redis behind `url` (`MONITOR`), and reads its database. */
export async function watchRedis(url: string): Promise<WatchedRedis> {
  const { hostname, port, password } = new URL(url);
  const socket = connect(Number(port || 6379), hostname);
  await once(socket, 'connect');
  let heard = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    heard += chunk;
  });
  if (password !== '') socket.write(`AUTH ${decodeURIComponent(password)}\r\n`);
  socket.write('MONITOR\r\n');
  await once(socket, 'data');
  const redis = connectRedis({ url });
  await redis.hot.ping().catch(() => once(redis.hot, 'ready'));
  return {
    sent: () => heard,
    held: async () => {
      const keys = await redis.hot.keys('*');
      const values = [];
      for (const key of keys) values.push([key, await contentOf(key)]);
      return JSON.stringify(values);
    },
    close: () => {
      socket.destroy();
      redis.close();
    },
  };

  async function contentOf(key: string): Promise<unknown> {
    const { hot } = redis;
    switch (await hot.type(key)) {
      case 'string':
        return await hot.get(key);
      case 'hash':
        return await hot.hgetall(key);
      case 'list':
        return await hot.lrange(key, '0', '-1');
      case 'set':
        return await hot.smembers(key);
      case 'zset':
        return await hot.zrange(key, '0', '-1');
      case 'stream':
        return await hot.xrange(key, '-', '+');
      default:
        return null;
    }
  }
}
