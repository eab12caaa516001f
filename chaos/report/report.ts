import type { Counts } from '../compare/count.ts';
import type { Violation } from '../compare/facts.ts';
import type { Settled } from '../ledger/wait-settled.ts';
import type { StruckFault } from '../schedule/carry-out-faults.ts';
import type { FaultName } from '../schedule/plan-faults.ts';

/** What one run answers: with `--json` as it is. */
export interface ChaosReport {
  seed: number;
  messages: number;
  conversations: number;
  faultNames: readonly FaultName[];
  faults: StruckFault[];
  settled: Settled;
  /** Processes that ended without having been asked to. */
  crashes: string[];
  counts: Counts;
  figures: Record<'lost' | 'doubled' | 'disordered' | 'spokenOver', number>;
  violations: (Violation & { trail: string[] })[];
}

export function figuresOf(violations: readonly Violation[]): ChaosReport['figures'] {
  const of = (kind: Violation['kind']) => violations.filter((violation) => violation.kind === kind).length;
  return {
    lost: of('lost'),
    doubled: of('doubled'),
    disordered: of('disordered'),
    spokenOver: of('spoken-over'),
  };
}

/** Whether every promise was kept, in time and without a crash. */
export const isClean = (report: ChaosReport): boolean =>
  report.violations.length === 0 && report.crashes.length === 0 && report.settled.isSettled;
