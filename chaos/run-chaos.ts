import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from '../scripts/processes/step.ts';
import type { Closing } from '../scripts/processes/stop-once.ts';
import { compare } from './compare/compare.ts';
import { count } from './compare/count.ts';
import type { Facts } from './compare/facts.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { readLedger } from './ledger/read-ledger.ts';
import { waitSettled } from './ledger/wait-settled.ts';
import type { ChaosOptions } from './parse-options.ts';
import { logFolder, type Platform, startPlatform } from './platform/start-platform.ts';
import { type ChaosReport, figuresOf } from './report/report.ts';
import { tellTrail } from './report/tell-trail.ts';
import { carryOutFaults } from './schedule/carry-out-faults.ts';
import { planFaults, steadyFaults } from './schedule/plan-faults.ts';

const giveBackMs = 12_000;
const settleTimeoutMs = 150_000;

/** One run: customers write while things break, everything settles, and the ledger is held against what the fakes saw. */
export async function runChaos(closing: Closing, options: ChaosOptions): Promise<ChaosReport> {
  const { seed, messages, conversations, trafficMs, faults } = options;
  const steady = steadyFaults.filter((name) => faults.includes(name));
  const platform = await startPlatform(closing, {
    seed,
    messages,
    conversations,
    trafficMs,
    steady,
    giveBackMs,
  });
  const planned = planFaults({ seed, faults, trafficMs });

  const startedAtMs = Date.now();
  const report = (line: string) =>
    say(`${((Date.now() - startedAtMs) / 1_000).toFixed(1).padStart(6)} s: ${line}`);
  report(`${messages} messages over ${conversations} conversations begin`);
  const [struck] = await Promise.all([
    carryOutFaults({ platform, faults: planned, signal: closing.signal, report }),
    platform.upstreams.ask({ type: 'begin' }, 'traffic-over').then(() => report('all messages are written')),
  ]);
  report('waiting until all is settled');
  const { settled, facts } = await gather(closing, platform);
  report(settled.isSettled ? 'all is settled' : 'not settled in time');

  const violations = compare(facts).map((violation) => ({
    ...violation,
    trail: tellTrail(facts, { violation, startedAtMs }),
  }));
  const result = {
    seed,
    messages,
    conversations,
    faultNames: faults,
    faults: struck,
    settled,
    crashes: platform.crashes,
    counts: count(facts),
    figures: figuresOf(violations),
    violations,
  };
  writeFileSync(join(logFolder, 'report.json'), JSON.stringify({ ...result, startedAtMs, facts }));
  return result;
}

async function gather(
  closing: Closing,
  platform: Platform,
): Promise<{ settled: ChaosReport['settled']; facts: Facts }> {
  const database = openLedger(platform.databaseUrl);
  try {
    const settled = await waitSettled({
      database,
      settleFakes: () => platform.upstreams.ask({ type: 'settle' }, 'settled'),
      timeoutMs: settleTimeoutMs,
      signal: closing.signal,
    });
    const { transcripts } = await platform.upstreams.ask({ type: 'report' }, 'report');
    return { settled, facts: { transcripts, ledger: await readLedger(database) } };
  } finally {
    await database.close();
  }
}
