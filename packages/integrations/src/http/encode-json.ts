import { wellFormedText } from './well-formed.ts';

/** JSON text whose strings are well formed: a lone surrogate or U+0000 becomes U+FFFD (product page §5.3). */
export function encodeJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  // JSON.stringify writes lone surrogates, and only them, as \ud800…\udfff, and U+0000 as \u0000.
  if (!/\\u(d[89a-f]|0000)/.test(text)) return text;
  return JSON.stringify(wellFormed(value));
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return wellFormedText(value);
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [wellFormedText(key), wellFormed(item)]),
  );
}
