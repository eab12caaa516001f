import type { Socket } from 'node:net';
import { openConnection } from '../load/open-connection.ts';

/** A webhook as a fake hands it over. */
interface OutgoingWebhook {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** One URL with the connections to it that are open. */
interface Receiver {
  port: number;
  /** What every request begins with. */
  head: string;
  /** The last used at the end. */
  idle: Line[];
}

interface Line {
  socket: Socket;
  idleSinceMs: number;
  answer: PromiseWithResolvers<number>;
}

/** Shorter than the 5 s after which a server of Node closes what is idle: a request must not meet that. */
const idleMaxMs = 3_000;

/**
 * Sends a fake's webhooks to this machine. It does less for each than an HTTP client would, as it takes its time from the same
 * processors as what is measured. `timeoutMs` null: waits for ever.
 */
export function createPoster({ timeoutMs }: { timeoutMs: number | null }) {
  const receivers = new Map<string, Receiver>();
  const lines = new Set<Line>();

  async function openLine({ port, idle }: Receiver): Promise<Line> {
    const socket = await openConnection(port, (status) => {
      line.idleSinceMs = performance.now();
      idle.push(line);
      line.answer.resolve(status);
    });
    const line: Line = { socket, idleSinceMs: 0, answer: Promise.withResolvers() };
    lines.add(line);
    socket.setTimeout(timeoutMs ?? 0, () => socket.destroy());
    socket.once('close', () => {
      lines.delete(line);
      if (idle.includes(line)) idle.splice(idle.indexOf(line), 1);
      line.answer.reject(new Error('the connection was cut'));
    });
    return line;
  }

  return {
    async post({ url, headers, body }: OutgoingWebhook): Promise<number> {
      const receiver = receivers.get(url) ?? receiverOf(url);
      receivers.set(url, receiver);
      const line = takeIdle(receiver) ?? (await openLine(receiver));
      line.answer = Promise.withResolvers();
      let head = receiver.head;
      for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
      line.socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
      return await line.answer.promise;
    },
    async close(): Promise<void> {
      for (const { socket } of lines) socket.destroy();
    },
  };
}

function receiverOf(url: string): Receiver {
  const { host, port, pathname, search } = new URL(url);
  return { port: Number(port), head: `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n`, idle: [] };
}

function takeIdle({ idle }: Receiver): Line | undefined {
  const line = idle.pop();
  if (line === undefined || performance.now() - line.idleSinceMs < idleMaxMs) return line;
  // Those below it have been idle for longer.
  for (const { socket } of [line, ...idle.splice(0)]) socket.destroy();
  return undefined;
}
