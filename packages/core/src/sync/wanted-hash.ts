import { createHash } from 'node:crypto';

/** Raised when what is uploaded for the same content changes: then every tenant has to be synced again. */
const layout = 'tandem-1';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One value for all that a tenant's engine has to hold, from values that are at hand without reading content. Pure. */
export function wantedHash(input: {
  targetKey: string;
  configVersion: number;
  /** Null before the first write. */
  knowledgeHash: string | null;
}): string {
  return sha256(JSON.stringify([layout, input.targetKey, input.configVersion, input.knowledgeHash ?? '']));
}
