/** The beginning of a text within so many characters, cut at a word where there is one near, with a sign that it was cut. */
export function shorten(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const end = Math.max(text.lastIndexOf(' ', lengthMax - 1), text.lastIndexOf('\n', lengthMax - 1));
  const kept = text.slice(0, end > lengthMax / 2 ? end : lengthMax - 1);
  // Never half a character.
  return `${kept.replace(/[\ud800-\udbff]$/, '').trimEnd()}…`;
}
