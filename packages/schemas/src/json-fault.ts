/**
 * Why a text is no JSON, from what `JSON.parse` threw: the place, or how it ends. What the parser says beyond that quotes the
 * text, and a file of secrets must not end up on a screen.
 */
export function jsonFault(error: unknown): string {
  const message = error instanceof SyntaxError ? error.message : '';
  const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(message) ?? [];
  if (line !== undefined) return `line ${line}, column ${column}`;
  return message === 'Unexpected end of JSON input'
    ? 'it ends too early'
    : 'something in it is no value of JSON';
}
