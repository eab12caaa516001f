/** The metrics of a page's tables, each with its labels: rows of `| metric | type | labels | …`. */
export function readMetricsPage(text: string): Map<string, string[]> {
  const rows = [...text.matchAll(/^\| `([a-z0-9_]+)` \| \w+ \| ([^|]*) \|/gm)];
  return new Map(
    rows.map(([, name = '', labels = '']) => [
      name,
      [...labels.matchAll(/`([a-z_]+)`/g)].map(([, label = '']) => label),
    ]),
  );
}
