import type { PageChange } from './view.ts';

/** Carries changes to every open page. */
export interface Live {
  publish(change: PageChange): void;
  /** Calls the listener on every change; returns what stops it. */
  subscribe(listener: (change: PageChange) => void): () => void;
  /** Open pages. */
  pageCount(): number;
}

export function createLive(): Live {
  const listeners = new Set<(change: PageChange) => void>();
  return {
    publish(change) {
      for (const listener of listeners) listener(change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pageCount: () => listeners.size,
  };
}
