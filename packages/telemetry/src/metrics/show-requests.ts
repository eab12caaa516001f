import type { RequestObserver } from '@tandem/integrations/contract';
import { Counter, Histogram, type Registry } from 'prom-client';

/** Counts requests to upstreams and how long they took. Labels have few values and name no host or tenant. */
export function showRequests(registry: Registry): RequestObserver {
  const requests = new Counter({
    name: 'tandem_upstream_requests_total',
    help: 'Requests to upstreams by what became of them (ok, or the kind of failure) and the class of their status.',
    labelNames: ['upstream', 'kind', 'status'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'tandem_upstream_request_seconds',
    help: 'From the wait for a connection to the last byte of the answer.',
    labelNames: ['upstream'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  return ({ upstream, kind, status, durationMs }) => {
    requests.inc({ upstream, kind, status: status === null ? 'none' : `${Math.floor(status / 100)}xx` });
    seconds.observe({ upstream }, durationMs / 1_000);
  };
}
