/** A stand-in for each thing that differs from run to run, as long as it where columns follow. */
const moments: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d/g, '2026-03-01 09:00:00+00:00'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '2026-03-01T09:00:00.000Z'],
  [/\btdm_[\w-]{20,}/g, 'tdm_…'],
  [/\btdm_[\w-]{6}(?![\w-])/g, 'tdm_AbCdEf'],
  [/(\/chatbot\/(?:chatwoot|botpress)\/)[\w-]{40,}/g, '$1…'],
  [/\b\d{9}\b/g, '88124'],
  [/\bbak_\w+/g, 'bak_…'],
  [/--cursor \S+/g, '--cursor MDE5…'],
  [/\b[0-9a-f]{36,}\b/g, '…'],
  [/^(secret +)[\w-]{43}$/gm, '$1…'],
  [/^(e2e +seals +)\d+$/gm, '$1…'],
  [/\bconversation \d+/g, 'conversation 12'],
  [/: \d+ of \d+$/gm, ': 12 of 12'],
  [/\b\d+(\.\d+)? (ms|s)\b/g, '1 $2'],
];

const linesMax = 16;

/** What a command printed, the same in every run: ids are counted in the order they come, moments are one moment. */
export function createNormaliser(stands: ReadonlyMap<string, string>): (text: string) => string {
  const ids = new Map<string, string>();
  const idOf = (id: string): string => {
    const known = ids.get(id) ?? `01997d2e-0000-7000-8000-${String(ids.size + 1).padStart(12, '0')}`;
    ids.set(id, known);
    return known;
  };
  return (text) => {
    let shown = text;
    for (const [from, to] of stands) shown = shown.replaceAll(from, to);
    shown = shown.replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, idOf);
    for (const [from, to] of moments) shown = shown.replace(from, to);
    return shown;
  };
}

/** A command and what it printed, as a page shows it: long lines and long answers are cut. */
export function transcriptOf(words: string, printed: string): string {
  const lines = printed.trimEnd().split('\n');
  const kept = lines.length > linesMax ? [...lines.slice(0, linesMax), '…'] : lines;
  const cut = kept.map((line) => (line.length > 130 ? `${line.slice(0, 129)}…` : line));
  return ['```console', `$ tandem ${words}`, ...cut, '```'].join('\n');
}
