/** Replies that came while we could not store are fetched this long after we can again. */
const checkAfterMs = 2_000;
/** Between two checks, also while they fail. */
const checkGapMs = 5_000;

export interface MissedRepliesDeps {
  /** Has every turn within its deadline looked up at the engine from `checkAt` on; answers how many. */
  checkOpenTurns(input: { now: Date; checkAt: Date }): Promise<number>;
  now(): Date;
  onChecked(count: number): void;
  onError(error: unknown): void;
}

export interface MissedReplies {
  /** Told of each webhook that was to be stored: whether it could be. */
  note(stored: boolean): void;
  /** To be called once at start-up: what came while we were away is lost too. */
  check(): Promise<void>;
}

/** An engine delivers a reply once and never again (contracts/botpress.md §1a): after an outage of ours, open turns are looked up. */
export function watchMissedReplies(deps: MissedRepliesDeps): MissedReplies {
  let isMissing = false;
  let checkedAtMs = 0;
  const check = async (): Promise<void> => {
    const now = deps.now();
    checkedAtMs = now.getTime();
    try {
      deps.onChecked(await deps.checkOpenTurns({ now, checkAt: new Date(now.getTime() + checkAfterMs) }));
    } catch (error) {
      isMissing = true;
      deps.onError(error);
    }
  };
  return {
    note: (stored) => {
      if (!stored) isMissing = true;
      else if (isMissing && deps.now().getTime() - checkedAtMs >= checkGapMs) {
        isMissing = false;
        void check();
      }
    },
    check,
  };
}
