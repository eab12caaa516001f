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

/**
 * Sends ready-made requests over keep-alive sockets and measures until each answer is whole. It does little for each, as it takes
 * its time from the same processors as what is measured.
 */
export async function sendLoad(input: LoadInput): Promise<LoadResult> {
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const startedAt = performance.now();
  const endsAt = startedAt + input.secondsMax * 1_000;
  let next = 0;

  /** One connection: a request after the other, until none is left or the time is over. */
  const run = async (): Promise<void> => {
    const socket = await open(input.port);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let dueAt = 0;
    const send = (): void => {
      const now = performance.now();
      const request = input.requests[next];
      if (!request || now >= endsAt) {
        resolve();
        return;
      }
      const index = next++;
      dueAt = input.perSecond === null ? now : startedAt + (index / input.perSecond) * 1_000;
      if (dueAt > now) setTimeout(() => socket.write(request), dueAt - now);
      else socket.write(request);
    };
    onAnswers(socket, (status) => {
      latencies.push(performance.now() - dueAt);
      statuses[status] = (statuses[status] ?? 0) + 1;
      send();
    });
    socket.once('close', () => reject(new Error('the connection was cut')));
    send();
    await promise;
    socket.destroy();
  };
  await Promise.all(Array.from({ length: input.connections }, run));

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

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });

/** Tells the status of each answer once it is whole; answers must say their length. */
function onAnswers(socket: Socket, tell: (status: string) => void): void {
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1');
    const headEnd = answer.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0);
    if (answer.length < headEnd + 4 + length) return;
    const status = answer.slice(9, 12);
    answer = '';
    tell(status);
  });
}
