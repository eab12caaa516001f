/** An object of a parsed JSON body whose fields are yet to be believed. */
export type Fields = Record<string, unknown>;

/** Whether a parsed JSON value is an object; lists are not. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The first of the named fields that holds readable text; undefined when none does. */
export function textOf(fields: Fields, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return undefined;
}

/** `{ [name]: value }`, or nothing to spread when there is no value. */
export function optional<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  if (value === undefined) return {};
  // A computed key widens to a string index; it is exactly `name`.
  return { [name]: value } as { [key in K]?: V };
}
