import type { Faults } from './faults.ts';

/** Where a fake's webhooks leave: each is sent once, unless a fault says otherwise. */
export interface WebhookLine {
  /** `send` is called once, twice, later or never. */
  put(operation: string, send: () => void): void;
  /** Webhooks that are held back and will still be sent. */
  heldCount(): number;
  /** Forgets what is held back. */
  close(): void;
}

const delayMsDefault = 250;

export function createWebhookLine(faults: Faults): WebhookLine {
  const timers = new Set<NodeJS.Timeout>();
  /** Reordered ones wait for the next to overtake them. */
  let overtaken: (() => void)[] = [];

  /** Returns what calls it off. */
  function later(delayMs: number, run: () => void): () => void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, delayMs);
    timers.add(timer);
    return () => {
      timers.delete(timer);
      clearTimeout(timer);
    };
  }

  function sendNow(send: () => void): void {
    send();
    const waiting = overtaken;
    overtaken = [];
    for (const release of waiting) release();
  }

  /** Sent after the next one, or after the delay when none comes. */
  function holdForNext(delayMs: number, send: () => void): void {
    const release = () => {
      callOff();
      overtaken = overtaken.filter((other) => other !== release);
      send();
    };
    const callOff = later(delayMs, release);
    overtaken.push(release);
  }

  return {
    put(operation, send) {
      const fault = faults.strikeWebhook(() => operation);
      const delayMs = fault?.delayMs ?? delayMsDefault;
      switch (fault?.name) {
        case undefined:
          return sendNow(send);
        case 'duplicate':
          sendNow(send);
          later(fault?.delayMs ?? 0, send);
          return;
        case 'reorder':
          return holdForNext(delayMs, send);
        case 'delay':
          later(delayMs, send);
          return;
        case 'drop':
          return;
      }
    },
    heldCount: () => timers.size,
    close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
      overtaken = [];
    },
  };
}
