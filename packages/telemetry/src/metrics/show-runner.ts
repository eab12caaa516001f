import type { LaneWorker } from '@tandem/queue';
import { Gauge, type Registry } from 'prom-client';

/** Shows how full a worker is. */
export function showRunner(registry: Registry, lanes: Pick<LaneWorker, 'active' | 'room'>): void {
  new Gauge({
    name: 'tandem_worker_lanes',
    help: 'Lanes at work or waiting for their turn in this worker (active), and how many more could wait (room).',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'active' }, lanes.active);
      this.set({ state: 'room' }, lanes.room);
    },
  });
}
