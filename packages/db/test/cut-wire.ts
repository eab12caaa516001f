import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** A wire to a server that can be cut, as when the server is killed, and mended on the same port. */
export interface CutWire {
  port: number;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

export async function openCutWire(target: { host: string; port: number }): Promise<CutWire> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    return socket;
  };
  const open = async (port: number): Promise<Server> => {
    const server = createServer((near) => {
      const far = keep(createConnection(target));
      keep(near).pipe(far).pipe(near);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await open(0);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    cut: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    mend: async () => {
      server = await open(port);
    },
  };
}
