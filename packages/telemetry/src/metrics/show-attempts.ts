import { Counter, type Registry } from 'prom-client';

interface CountedAttempt {
  hop: 'engine' | 'channel';
  /** From 1. */
  number: number;
  /** `ok`, or the kind of failure. */
  outcome: string;
}

/** Counts tries at carrying a turn or message; `try` tells the first from those after a failure. */
export function showAttempts(registry: Registry): (attempt: CountedAttempt) => void {
  const attempts = new Counter({
    name: 'tandem_attempts_total',
    help: 'Tries at carrying a turn to the engine or a message to the channel, first ones and retries, by outcome.',
    labelNames: ['hop', 'try', 'outcome'],
    registers: [registry],
  });
  return ({ hop, number, outcome }) => attempts.inc({ hop, try: number > 1 ? 'retry' : 'first', outcome });
}
