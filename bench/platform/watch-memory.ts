import { readFileSync } from 'node:fs';

export interface MemoryWatch {
  /** Resident memory when the watch began, and the most it has been since; bytes. */
  stop(): { startBytes: number; peakBytes: number };
}

const everyMs = 5;

/** Watches what a process holds resident, as Linux tells it; zeros where `/proc` does not tell. */
export function watchMemory(pid: number): MemoryWatch {
  const startBytes = residentBytes(pid);
  let peakBytes = startBytes;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(pid));
  }, everyMs);
  return {
    stop() {
      clearInterval(timer);
      return { startBytes, peakBytes: Math.max(peakBytes, residentBytes(pid)) };
    },
  };
}

function residentBytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1_024;
  } catch {
    return 0;
  }
}
