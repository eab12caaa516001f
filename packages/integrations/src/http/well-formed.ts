/**
 * A text as every upstream can store it: a lone surrogate (product page §5.3) and U+0000, which databases like PostgreSQL
 * refuse in a text, become U+FFFD.
 */
export const wellFormedText = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');
