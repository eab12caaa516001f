import type { FlowLine } from '../desk/view.ts';

export type NewLine = Omit<FlowLine, 'id'>;

/** What happened, in sentences: the newest `linesMax` of them. */
export interface Flow {
  add(...lines: NewLine[]): void;
  /** The same key a second time adds nothing. */
  addOnce(key: string, line: NewLine): void;
  /** In the order they became known. */
  lines(): FlowLine[];
}

const linesMax = 400;
const keysMax = 20_000;

export function createFlow(publish: (lines: FlowLine[]) => void): Flow {
  let lines: FlowLine[] = [];
  let lastId = 0;
  const keys = new Set<string>();

  function add(...added: NewLine[]): void {
    if (added.length === 0) return;
    const numbered = added.map((line) => {
      lastId += 1;
      return { id: lastId, ...line };
    });
    lines = [...lines, ...numbered].slice(-linesMax);
    publish(numbered);
  }

  return {
    add,
    addOnce(key, line) {
      if (keys.has(key)) return;
      keys.add(key);
      if (keys.size > keysMax) keys.delete(keys.values().next().value ?? key);
      add(line);
    },
    lines: () => lines,
  };
}
