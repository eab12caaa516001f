import { connect, type Socket } from 'node:net';

const readBytesMax = 16_384;

/**
 * Opens a keep-alive connection to a port of this machine. `tell` hears the status of each answer once it is whole; an answer
 * must say its length.
 */
export function openConnection(port: number, tell: (status: number) => void): Promise<Socket> {
  const buffer = Buffer.alloc(readBytesMax);
  let answer = '';
  const read = (bytes: number): boolean => {
    answer += buffer.toString('latin1', 0, bytes);
    const headEnd = answer.indexOf('\r\n\r\n');
    if (headEnd < 0) return true;
    const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
    if (answer.length < headEnd + 4 + length) return true;
    const status = Number(answer.slice(9, 12));
    answer = '';
    tell(status);
    return true;
  };
  return new Promise((resolve, reject) => {
    const onread = { buffer, callback: read };
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread }, () => resolve(socket));
    socket.once('error', reject);
  });
}
