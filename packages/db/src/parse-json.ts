/** The value of a JSON column. Only this package writes those, from values of the type each reader names. */
export const parseJson = <Value>(text: string): Value => JSON.parse(text) as Value;
