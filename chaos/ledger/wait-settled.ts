import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerDatabase } from './open-ledger.ts';

/** What is still open in the ledger, by name. A lane that is due later waits for a timer alone: a handoff that nobody attends. */
export interface OpenWork {
  messages: number;
  turns: number;
  outbound: number;
  lanes: number;
}

export type Settled =
  | { isSettled: true; tookMs: number }
  | { isSettled: false; tookMs: number; open: OpenWork };

interface Wait {
  database: LedgerDatabase;
  /** Resolves when the fakes have nothing under way. */
  settleFakes: () => Promise<unknown>;
  timeoutMs: number;
  signal: AbortSignal;
}

const lookEveryMs = 500;

/** Waits until every message, turn, outbound message and lane is settled and the fakes are quiet, or the time is over. */
export async function waitSettled(input: Wait): Promise<Settled> {
  const startedAtMs = performance.now();
  const tookMs = () => Math.round(performance.now() - startedAtMs);
  for (;;) {
    const leftMs = input.timeoutMs - tookMs();
    const wait = (delayMs: number) => sleep(Math.max(0, delayMs), undefined, { signal: input.signal });
    if (isQuiet(await countOpen(input.database))) await Promise.race([input.settleFakes(), wait(leftMs)]);
    // What the last webhooks of the fakes began is open by now.
    const open = await countOpen(input.database);
    if (isQuiet(open)) return { isSettled: true, tookMs: tookMs() };
    if (leftMs <= 0) return { isSettled: false, tookMs: tookMs(), open };
    await wait(lookEveryMs);
  }
}

const isQuiet = (open: OpenWork): boolean => Object.values(open).every((count) => count === 0);

async function countOpen(database: LedgerDatabase): Promise<OpenWork> {
  const [open] = await database.read<OpenWork>(
    `SELECT
       (SELECT COUNT(*) FROM inbound_messages WHERE state <> 'ended') messages,
       (SELECT COUNT(*) FROM turns WHERE state <> 'ended' OR check_at IS NOT NULL) turns,
       (SELECT COUNT(*) FROM outbound_messages WHERE state IN ('pending', 'sending', 'unknown')) outbound,
       (SELECT COUNT(*) FROM lanes WHERE due_at < UTC_TIMESTAMP(3) + INTERVAL 1 MINUTE) lanes`,
  );
  return open ?? { messages: 0, turns: 0, outbound: 0, lanes: 0 };
}
