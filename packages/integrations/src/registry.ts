import type { Integrations } from './contract/index.ts';
import { createHttp } from './http/index.ts';

/** Every provider, on one pool of connections. `close` ends the pool once nothing can use it any more. */
export function createIntegrations(options: { allowPrivate: boolean }): Integrations & { close(): Promise<void> } {
  const http = createHttp(options);
  throw new Error(String(http));
}
