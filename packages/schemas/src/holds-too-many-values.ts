/** Beyond any of our shapes: 10,000 knowledge entries of 20 tags are 240,000 values. */
export const jsonValuesMax = 1_000_000;

/**
 * Whether a JSON text holds more values than anything of ours, told without parsing it: an empty object is three bytes of a
 * body and twenty times that in memory, so that parsing one large body could end the process. Pure.
 */
export function holdsTooManyValues(json: string): boolean {
  if (json.length <= jsonValuesMax) return false;
  let isText = false;
  let values = 0;
  for (let index = 0; index < json.length; index += 1) {
    const character = json.charCodeAt(index);
    if (isText) {
      if (character === backslash) index += 1;
      else if (character === quote) isText = false;
    } else if (character === quote) isText = true;
    else if (character === comma || character === bracket || character === brace) values += 1;
    if (values > jsonValuesMax) return true;
  }
  return false;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const bracket = 0x5b;
const brace = 0x7b;
