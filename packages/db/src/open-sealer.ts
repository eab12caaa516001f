import { ConfigError } from '@tandem/runtime';
import { parseEncryptionKeys } from './encryption-keys.ts';
import { Sealer } from './sealed.ts';

/** Makes the sealer of `TANDEM_ENCRYPTION_KEYS`; throws ConfigError naming what is wrong with it, never a value. */
export function openSealer(keys: string): Sealer {
  try {
    return new Sealer(parseEncryptionKeys(keys));
  } catch (error) {
    throw new ConfigError([
      `TANDEM_ENCRYPTION_KEYS ${error instanceof Error ? error.message : 'is not usable'}`,
    ]);
  }
}
