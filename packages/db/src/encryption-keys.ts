/** Keys by id; the first one seals, all of them open. */
export type EncryptionKeys = ReadonlyMap<string, Buffer>;

const keyBytes = 32;

/**
 * Reads `id:base64key,…` (`TANDEM_ENCRYPTION_KEYS`). Throws an Error whose message names entries by their place and
 * repeats nothing of them: what stands where an id should be may be a key.
 */
export function parseEncryptionKeys(text: string): EncryptionKeys {
  const keys = new Map<string, Buffer>();
  const problems: string[] = [];
  for (const [index, entry] of text.split(',').entries()) {
    const problem = add(keys, entry.trim());
    if (problem !== null) problems.push(`entry ${index + 1} ${problem}`);
  }
  if (problems.length > 0) throw new Error(`is not a list of id:base64key: ${problems.join('; ')}`);
  return keys;
}

function add(keys: Map<string, Buffer>, entry: string): string | null {
  const [, id, encoded] = /^([\w.-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? [];
  if (id === undefined || encoded === undefined) return 'does not have the form id:base64key';
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== keyBytes) return `must hold a key of ${keyBytes} bytes, and holds ${key.length}`;
  if (keys.has(id)) return 'has the id of an earlier entry';
  keys.set(id, key);
  return null;
}
