import { openConnection } from './open-connection.ts';

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
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const socket = await openConnection(input.port, (status) => {
      latencies.push(performance.now() - dueAt);
      statuses[status] = (statuses[status] ?? 0) + 1;
      send();
    });
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
