import { clockTime } from '../output/local-time.ts';
import { cell } from '../print.ts';
import type { Screen } from '../progress/screen.ts';
import { showBar } from '../progress/show-bar.ts';
import type { RowResult } from './onboard-row.ts';

export interface Progress {
  row(result: RowResult): void;
  wait(why: string, untilMs: number): void;
  end(): void;
}

/**
 * How far a bulk run is: one line that is written over on a terminal, a line for each row elsewhere. Waits are told on
 * a terminal, and elsewhere once for each moment.
 */
export function showProgress(screen: Screen, total: number): Progress {
  const counts = { complete: 0, incomplete: 0 };
  let told = 0;
  const done = () => counts.complete + counts.incomplete;
  const bar = showBar(screen);
  const line = (note: string) => {
    const { complete, incomplete } = counts;
    bar.show({ done: done(), total, note: `${complete} complete, ${incomplete} incomplete${note}` });
  };

  return {
    row(result) {
      counts[result.outcome] += 1;
      if (screen.isTTY) return line('');
      const { tenant, outcome, detail } = result;
      const more = detail === '' ? '' : `: ${cell(detail)}`;
      screen.write(`${done()}/${total}  line ${result.line}  ${tenant}  ${outcome}${more}\n`);
    },
    wait(why, untilMs) {
      const until = clockTime(untilMs);
      if (screen.isTTY) return line(`  waiting until ${until}: ${why}`);
      if (untilMs <= told) return;
      told = untilMs;
      screen.write(`waiting until ${until}: ${cell(why)}\n`);
    },
    end() {
      bar.end();
    },
  };
}
