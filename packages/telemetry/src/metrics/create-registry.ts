import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import manifest from '../../package.json' with { type: 'json' };

/** A registry with what every process shows: Node's own figures, the lag of its event loop among them, and what was built. */
export function createRegistry(input: { process: 'api' | 'worker' }): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'tandem_build_info',
    help: 'Always 1; its labels say what runs.',
    labelNames: ['version', 'node', 'process'],
    registers: [registry],
  }).set({ version: manifest.version, node: process.version, process: input.process }, 1);
  return registry;
}
