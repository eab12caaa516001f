import type { OnEnd } from '@tandem/db';
import { madeAtMs } from './trace-ids.ts';
import type { Tracing } from './tracing.ts';

interface TraceEnds {
  tracing: Pick<Tracing, 'record'>;
  formOf(reason: string): string;
  nowMs(): number;
}

/** Reports each turn that has its end as the span that all others of its trace hang on. */
export function traceEnds({ tracing, formOf, nowMs }: TraceEnds): OnEnd {
  return (ended) => {
    if (ended.what !== 'turn') return;
    tracing.record({
      name: 'turn',
      kind: 'internal',
      traceOf: ended.id,
      isRoot: true,
      startedAtMs: madeAtMs(ended.id),
      endedAtMs: nowMs(),
      failed: ended.end === 'dead',
      attributes: {
        'tandem.tenant_id': ended.tenantId,
        'tandem.turn_id': ended.id,
        'tandem.outcome': ended.end,
        'tandem.reason': formOf(ended.reason),
        'tandem.messages': ended.messages,
      },
    });
  };
}
