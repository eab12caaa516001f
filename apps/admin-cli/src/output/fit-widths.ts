export interface Column {
  /** Of the widest cell, the head among them. */
  width: number;
  /** An id is worth nothing when it is cut. */
  isWhole: boolean;
}

const gap = 2;
/** A cell that is cut below this tells nothing. */
const leastWidth = 8;

/** How wide each column may be so that a row fits `width`: the widest ones that may be cut give way first, to one height. */
export function fitWidths(columns: readonly Column[], width: number): number[] {
  const widths = columns.map((column) => column.width);
  const room = width - gap * (columns.length - 1);
  for (;;) {
    const total = widths.reduce((sum, one) => sum + one, 0);
    if (total <= room) return widths;
    const cuttable = widths.map((one, index) => (columns[index]?.isWhole ? 0 : one));
    const widest = Math.max(...cuttable);
    if (widest <= leastWidth) return widths;
    const next = Math.max(leastWidth, ...cuttable.filter((one) => one < widest));
    const peers = cuttable.filter((one) => one === widest).length;
    const step = Math.min(widest - next || 1, Math.max(1, Math.floor((total - room) / peers)));
    for (const [index, one] of cuttable.entries()) if (one === widest) widths[index] = widest - step;
  }
}
