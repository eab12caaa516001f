/** One entry as the platform sends it along with a message. */
export interface KnownAnswer {
  question: string;
  answer: string;
  tags: readonly string[];
}

/** The entry that shares most with what was asked; null when none shares a telling word. Pure. */
export function matchKnowledge(entries: readonly KnownAnswer[], asked: string): KnownAnswer | null {
  const words = tellingWords(asked);
  let best: { entry: KnownAnswer; score: number } | null = null;
  for (const entry of entries) {
    const score = scoreOf(entry, words);
    if (score > (best?.score ?? 0)) best = { entry, score };
  }
  return best !== null && best.score >= 3 ? best.entry : null;
}

/** A word of the question or a tag tells more than one of the answer. */
function scoreOf({ question, answer, tags }: KnownAnswer, words: ReadonlySet<string>): number {
  const shared = (text: string) => [...tellingWords(text)].filter((word) => words.has(word)).length;
  return 3 * shared(question) + 4 * shared(tags.join(' ')) + shared(answer) / 2;
}

const commonWords = new Set(
  'a an and any are at be can could do does for from get have how i if in is it long me my of on or our please the there they this to we what when where which who will with would you your much many'.split(
    ' ',
  ),
);

function tellingWords(text: string): Set<string> {
  const words =
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]{2,}/gu) ?? [];
  return new Set(words.filter((word) => !commonWords.has(word)).map(stem));
}

/** `returns`, `returned` and `returning` are one word here. */
function stem(word: string): string {
  return word.length < 5 ? word.replace(/s$/, '') : word.replace(/(ings?|ed|es|s)$/, '');
}
