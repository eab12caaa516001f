/** One thing a check holds against the tree: where, what, and what to do about it. */
export interface Finding {
  file: string;
  line?: number;
  problem: string;
  cure: string;
}

/** `file:line  problem → cure`. */
export function printFinding(finding: Finding): string {
  const place = finding.line === undefined ? finding.file : `${finding.file}:${finding.line}`;
  return `  ${place}  ${finding.problem} → ${finding.cure}`;
}
