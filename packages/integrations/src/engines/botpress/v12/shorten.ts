/** The beginning of a text within so many characters, cut at a word where there is one near, with a sign that it was cut. */
export function shorten(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const room = text.slice(0, lengthMax - 1);
  const end = Math.max(room.lastIndexOf(' '), room.lastIndexOf('\n'));
  // Never half a character.
  const kept = end > lengthMax / 2 ? room.slice(0, end) : room.replace(/[\ud800-\udbff]$/, '');
  return `${kept.trimEnd()}…`;
}
