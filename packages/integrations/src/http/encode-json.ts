/** JSON text whose strings are well formed: a lone surrogate becomes U+FFFD (product page §5.3). */
export function encodeJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  // JSON.stringify writes lone surrogates, and only them, as \ud800…\udfff.
  if (!/\\ud[89a-f]/.test(text)) return text;
  return JSON.stringify(wellFormed(value));
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.toWellFormed(), wellFormed(item)]),
  );
}
