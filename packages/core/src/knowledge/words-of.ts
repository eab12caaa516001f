const ascii = /^[\0-\x7f]*$/;

/** The words of a text as they are compared: two letters or digits and more, case and accents folded. */
export function wordsOf(text: string): string[] {
  // Most texts have nothing to fold but case, which is many times faster.
  if (ascii.test(text)) return text.toLowerCase().match(/[a-z0-9]{2,}/g) ?? [];
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.match(/[\p{L}\p{N}]{2,}/gu) ?? [];
}
