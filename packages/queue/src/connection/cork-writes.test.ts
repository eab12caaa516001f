import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { corkWrites } from './cork-writes.ts';

const server = createServer();
afterAll(() => server.close());

it('what is written in one turn of the event loop goes together, in order, and nothing is held longer', async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const accepted = once(server, 'connection');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [peer]: Socket[] = await accepted;
  if (!peer) throw new Error('nobody connected');
  corkWrites(socket);
  for (const words of ['first', 'second']) {
    const arrives = once(peer, 'data');
    socket.write(`${words} `);
    await Promise.resolve();
    socket.write(Buffer.from('turn'));
    expect(socket.bytesWritten - socket.writableLength).toBe(words === 'first' ? 0 : 'first turn'.length);
    await nextTurn();
    expect(String((await arrives)[0])).toBe(`${words} turn`);
  }
  socket.destroy();
  peer.destroy();
});
