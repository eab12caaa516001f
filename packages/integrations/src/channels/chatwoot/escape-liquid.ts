/**
 * Text that Chatwoot's Liquid pass gives back unchanged. Chatwoot evaluates `{{ }}` and `{% %}` in outgoing messages and
 * notes, except between two backticks, which it wraps in `raw` itself before parsing (contracts/chatwoot.md §10.3). A
 * `raw` block of ours would nest with those, so every brace that could open something is printed by Liquid instead.
 */
export function escapeLiquid(text: string): string {
  if (!/\{[{%`]/.test(text)) return text;
  const pieces = text.split(/(`[^`]*`)/);
  // An `endraw` in code ends Chatwoot's own block too early; it then gives up and keeps what it was sent.
  if (pieces.some((piece, index) => isCode(index) && /\{%-?\s*endraw\b/.test(piece))) return text;
  return pieces
    .map((piece, index) => (isCode(index) ? piece : escapeOutsideCode(piece, index < pieces.length - 1)))
    .join('');
}

/** `split` with a group gives text and code in turn. */
function isCode(index: number): boolean {
  return index % 2 === 1;
}

function escapeOutsideCode(piece: string, beforeCode: boolean): string {
  // A brace at the end would meet the `{%` that Chatwoot writes before code.
  return piece.replace(beforeCode ? /\{(?=[{%]|$)/g : /\{(?=[{%])/g, "{{ '{' }}");
}
