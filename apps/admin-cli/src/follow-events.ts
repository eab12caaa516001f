/** What a subscription of the client is given. */
export interface Handlers<Event> {
  onData(event: Event): void;
  onError(error: unknown): void;
  onComplete(): void;
  onConnectionStateChange(state: { state: string; error: unknown }): void;
}

/** An api that restarts is back by then. */
const unreachableMs = 60_000;

/**
 * Tells of each event until the subscription is over. Rejects with what refused it, or with why the api could not be reached
 * for a minute.
 */
export async function followEvents<Event>(
  subscribe: (handlers: Handlers<Event>) => { unsubscribe(): void },
  onEvent: (event: Event) => void,
  giveUpAfterMs = unreachableMs,
): Promise<void> {
  let giveUp: NodeJS.Timeout | undefined;
  let subscription: { unsubscribe(): void } | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      subscription = subscribe({
        onData: onEvent,
        onError: reject,
        onComplete: resolve,
        onConnectionStateChange: ({ state, error }) => {
          if (state === 'connecting' && error) giveUp ??= setTimeout(reject, giveUpAfterMs, error);
          if (state === 'connecting') return;
          clearTimeout(giveUp);
          giveUp = undefined;
        },
      });
    });
  } finally {
    clearTimeout(giveUp);
    subscription?.unsubscribe();
  }
}
