import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '../platform/start-platform.ts';
import type { PlannedFault } from './plan-faults.ts';

/** A fault as it was carried out: times from the first message on. */
export interface StruckFault {
  name: string;
  atMs: number;
  /** When everything it broke was up again. */
  overAtMs: number;
}

interface Carry {
  platform: Platform;
  faults: readonly PlannedFault[];
  signal: AbortSignal;
  report: (line: string) => void;
}

/** Breaks things at their times, several at once where they overlap; resolves when all is up again. */
export async function carryOutFaults(input: Carry): Promise<StruckFault[]> {
  const startedAtMs = performance.now();
  const sinceStartMs = () => Math.round(performance.now() - startedAtMs);
  const struck = input.faults.map(async (fault): Promise<StruckFault> => {
    await sleep(fault.startsAtMs, undefined, { signal: input.signal });
    const name = fault.name.startsWith('worker') ? `${fault.name} ${fault.worker + 1}` : fault.name;
    const atMs = sinceStartMs();
    input.report(`${name}`);
    await strike(input.platform, fault, (delayMs) => sleep(delayMs, undefined, { signal: input.signal }));
    input.report(`${name} is over`);
    return { name, atMs, overAtMs: sinceStartMs() };
  });
  return Promise.all(struck);
}

async function strike(
  platform: Platform,
  fault: PlannedFault,
  wait: (delayMs: number) => Promise<unknown>,
): Promise<void> {
  const worker = platform.workers[fault.worker];
  switch (fault.name) {
    case 'flushall':
      return flushAll(platform.redis.port);
    case 'redis-kill':
    case 'mariadb-kill': {
      const store = fault.name === 'redis-kill' ? platform.redis : platform.mariadb;
      await store.kill('SIGKILL');
      await wait(fault.lastsMs);
      return store.restart();
    }
    case 'worker-kill':
    case 'api-kill': {
      const process = fault.name === 'api-kill' ? platform.api : worker;
      await process.kill();
      return process.start();
    }
    case 'worker-stop':
      worker.signal('SIGSTOP');
      await wait(fault.lastsMs);
      return worker.signal('SIGCONT');
  }
}

function flushAll(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 5_000 });
    socket.once('connect', () => socket.write('FLUSHALL\r\n'));
    socket.once('data', (answer) => {
      socket.destroy();
      if (answer.toString().startsWith('+OK')) resolve();
      else reject(new Error(`Redis answered FLUSHALL with ${answer}`));
    });
    socket.once('error', reject);
  });
}
