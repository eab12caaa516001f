import { cell } from '../print.ts';
import type { Screen } from './screen.ts';

export interface Bar {
  /** `total` null: it is not known how much there is. */
  show(state: { done: number; total: number | null; note: string }): void;
  /** Leaves what was shown last on the screen. */
  end(): void;
}

const cellsOfBar = 24;

/**
 * How far something is: one line that is written over on a terminal; elsewhere a line for each change, so that a log shows
 * it too.
 */
export function showBar(screen: Screen): Bar {
  let shown = '';
  return {
    show({ done, total, note }) {
      const line = screen.isTTY ? drawn(done, total, note) : told(done, total, note);
      if (line === shown) return;
      shown = line;
      screen.write(screen.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    },
    end() {
      if (screen.isTTY && shown !== '') screen.write('\n');
    },
  };
}

function drawn(done: number, total: number | null, note: string): string {
  if (total === null || total === 0) return cell(note);
  const share = Math.min(1, done / total);
  const full = Math.floor(share * cellsOfBar);
  const bar = '█'.repeat(full) + '░'.repeat(cellsOfBar - full);
  return `${bar} ${Math.floor(share * 100)} %  ${done}/${total}  ${cell(note)}`;
}

function told(done: number, total: number | null, note: string): string {
  return total === null || total === 0 ? cell(note) : `${done}/${total}  ${cell(note)}`;
}
