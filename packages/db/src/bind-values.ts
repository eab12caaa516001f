import { type SqlValue, escape as toLiteral } from 'mysql2';

/**
 * The text with each `?` replaced by a literal. The texts are this package's own and hold no other question mark, which spares
 * the driver's search for them through strings and comments; one too many or too few throws.
 */
export function bindValues(text: string, values: readonly SqlValue[] | undefined): string {
  if (values === undefined || values.length === 0) return text;
  const [first = '', ...rest] = text.split('?');
  if (rest.length !== values.length)
    throw new Error(`a statement has ${rest.length} places for ${values.length} values`);
  let bound = first;
  for (const [index, piece] of rest.entries()) bound += literalOf(values[index]) + piece;
  return bound;
}

/** Of a JSON text, the driver would escape each double quote. */
const literalOf = (value: SqlValue): string =>
  typeof value === 'string' ? `'${value.replace(special, escaped)}'` : toLiteral(value, true, 'Z');

const special = /[\0'\\]/g;
const escaped = (character: string): string => (character === '\0' ? '\\0' : `\\${character}`);
