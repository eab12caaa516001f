/** How much room a text may take, and how much each character (one code point) takes. */
export interface Room {
  max: number;
  costOf(character: string): number;
}

/** Where a piece may end, best first: paragraph, line, sentence, word. */
const ends = [/\n\s*\n/g, /\n/g, /[.!?…]["'”’)\]]*(?=\s)|[。！？]/g, /\s/g];

/** A text in pieces that fit, each as long as it may be and ended as naturally as it can be: at least half full. Pure. */
export function splitText(text: string, room: Room): string[] {
  const pieces: string[] = [];
  let rest = text;
  for (;;) {
    const reach = reachOf(rest, room);
    if (reach === rest.length) break;
    const end = endWithin(rest.slice(0, reach + 1), reach);
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...pieces, rest].filter((piece) => piece !== '' || text === '');
}

export const fits = (text: string, room: Room): boolean => reachOf(text, room) === text.length;

/** How far a text goes before there is no more room; at least one character, so that there is an end. */
function reachOf(text: string, { max, costOf }: Room): number {
  let cost = 0;
  let index = 0;
  for (const character of text) {
    cost += costOf(character);
    if (cost > max && index > 0) return index;
    index += character.length;
  }
  return index;
}

/** `window` is what fits and one more unit, so that an end right at the edge is seen. */
function endWithin(window: string, reach: number): number {
  for (const pattern of ends) {
    let last = 0;
    for (const match of window.matchAll(pattern)) {
      const end = match.index + (match[0].trim() === '' ? 0 : match[0].length);
      if (end <= reach) last = end;
    }
    if (last >= reach / 2) return last;
  }
  return reach;
}
