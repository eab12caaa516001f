import type { Logger } from '@tandem/runtime';

/** Between two beats; Chatwoot opens conversations after one refused request, so short absences count too. */
const beatEveryMs = 1_000;
const gapMs = 2_500;

export interface HeartbeatDeps {
  /** Says that we can be reached and can store; answers since when nobody had, if that was too long. */
  beat(input: { id: string; at: Date; gapMs: number }): Promise<Date | null>;
  addOutage(outage: { id: string; from: Date; until: Date }): Promise<void>;
  now(): Date;
  newId(): string;
  log: Pick<Logger, 'info' | 'warn'>;
}

export interface Heartbeat {
  /** Told of each webhook that was to be stored: whether it could be. */
  note(stored: boolean): void;
  /** To be called before the first webhook is taken: the time since the last beat was an outage. */
  beat(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/**
 * Writes down when webhooks could not be taken (docs/adr/0007-outages.md): the gaps between beats in which no api was there or
 * none could store, and from the first webhook that could not be stored to the next beat that succeeds.
 */
export function keepHeartbeat(deps: HeartbeatDeps): Heartbeat {
  let failingSince: Date | null = null;
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();

  const beat = async (): Promise<void> => {
    try {
      const from = await deps.beat({ id: deps.newId(), at: deps.now(), gapMs });
      if (from) deps.log.info({ from, outcome: 'outage' }, 'webhooks could not be taken for a while');
      if (failingSince === null) return;
      await deps.addOutage({ id: deps.newId(), from: failingSince, until: deps.now() });
      failingSince = null;
    } catch (error) {
      deps.log.warn({ err: error }, 'the heartbeat could not be stored');
    }
  };

  return {
    note: (stored) => {
      if (!stored) failingSince ??= deps.now();
    },
    beat,
    start: () => {
      timer = setInterval(() => {
        current = current.then(beat);
      }, beatEveryMs);
    },
    stop: async () => {
      clearInterval(timer);
      await current;
    },
  };
}
