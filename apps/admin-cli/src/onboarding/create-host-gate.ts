/** Time, injected. */
export interface Clock {
  now(): number;
  wait(delayMs: number): Promise<void>;
}

/** Keeps the requests to each Chatwoot host within its minute. */
export interface HostGate {
  /**
   * Resolves when a row for this host may begin, with what takes back how many requests it really took; `onWait` is told
   * when that takes a while.
   */
  enter(host: string, onWait: (untilMs: number) => void): Promise<(requests: number) => void>;
  /** The host asked to wait: nobody begins before. */
  pause(host: string, delayMs: number): void;
}

interface Host {
  pausedUntilMs: number;
  minute: number;
  requests: number;
}

const minuteMs = 60_000;
/** What a new row is taken to cost until it is known. */
const requestsExpected = 12;

/**
 * Chatwoot counts requests per address and minute of the clock, all tenants together (contracts/chatwoot.md §10.5), and
 * customers' messages need most of them: `perMinute` of them are ours, 0: as many as it takes.
 */
export function createHostGate(clock: Clock, { perMinute }: { perMinute: number }): HostGate {
  const hosts = new Map<string, Host>();

  function hostOf(name: string): Host {
    const minute = Math.floor(clock.now() / minuteMs);
    const host = hosts.get(name) ?? { pausedUntilMs: 0, minute, requests: 0 };
    if (host.minute !== minute) Object.assign(host, { minute, requests: 0 });
    hosts.set(name, host);
    return host;
  }

  /** When the host may be asked again; null: now. */
  function closedUntil(host: Host): number | null {
    if (host.pausedUntilMs > clock.now()) return host.pausedUntilMs;
    const isSpent = perMinute > 0 && host.requests > 0 && host.requests + requestsExpected > perMinute;
    return isSpent ? (host.minute + 1) * minuteMs : null;
  }

  return {
    async enter(name, onWait) {
      for (;;) {
        const host = hostOf(name);
        const untilMs = closedUntil(host);
        if (untilMs === null) {
          const { minute } = host;
          host.requests += requestsExpected;
          return (requests) => {
            const current = hostOf(name);
            // In a later minute nothing is reserved any more, and all of them may have fallen into it.
            current.requests += current.minute === minute ? requests - requestsExpected : requests;
          };
        }
        onWait(untilMs);
        await clock.wait(untilMs - clock.now());
      }
    },
    pause(name, delayMs) {
      const host = hostOf(name);
      host.pausedUntilMs = Math.max(host.pausedUntilMs, clock.now() + delayMs);
    },
  };
}
