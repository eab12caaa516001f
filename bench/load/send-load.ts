import { connect, type Socket } from 'node:net';

export interface LoadResult {
  answered: number;
  seconds: number;
  perSecond: number;
  /** Answers by HTTP status. */
  statuses: Record<string, number>;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

interface LoadInput {
  port: number;
  requests: readonly Buffer[];
  connections: number;
  /** Null: each connection sends as soon as it has its answer. Else requests are due at this even rate, and late ones count their wait. */
  perSecond: number | null;
  /** Stops early after so long. */
  secondsMax: number;
}

/** Sends ready-made requests over keep-alive sockets and measures until each answer is whole. */
export async function sendLoad(input: LoadInput): Promise<LoadResult> {
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const startedAt = performance.now();
  const endsAt = startedAt + input.secondsMax * 1_000;
  let next = 0;

  const worker = async (): Promise<void> => {
    const socket = await open(input.port);
    while (next < input.requests.length && performance.now() < endsAt) {
      const index = next++;
      const dueAt =
        input.perSecond === null ? performance.now() : startedAt + (index / input.perSecond) * 1_000;
      if (dueAt > performance.now()) await waitUntil(dueAt);
      const status = await exchange(socket, input.requests[index] ?? Buffer.alloc(0));
      latencies.push(performance.now() - dueAt);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: input.connections }, worker));

  const seconds = (performance.now() - startedAt) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    answered: latencies.length,
    seconds,
    perSecond: latencies.length / seconds,
    statuses,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
  };
}

const waitUntil = (dueAt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, dueAt - performance.now()));

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });

/** One request and its answer, which must say its length. */
function exchange(socket: Socket, request: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const onData = (chunk: Buffer): void => {
      answer += chunk.toString('latin1');
      const headEnd = answer.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
      if (answer.length < headEnd + 4 + length) return;
      socket.off('data', onData);
      socket.off('close', onClose);
      resolve(answer.slice(9, 12));
    };
    const onClose = () => reject(new Error('the connection was cut'));
    socket.on('data', onData);
    socket.once('close', onClose);
    socket.write(request);
  });
}
