import { z } from 'zod';
import { zMoment } from './page.ts';

/**
 * What an encryption key is to this process: `seals` what is written; `needed` to open what it has sealed; `ready` to be put
 * first, as it is newer and seals nothing yet; `droppable`; `missing` although values need it; `gone`, and not needed.
 */
const dataKeyStates = ['seals', 'needed', 'ready', 'droppable', 'missing', 'gone'] as const;

/** An encryption key by its id: never the key. `values`: how many secrets it seals, of all tenants. */
export const zDataKeyView = z.object({ id: z.string(), state: z.enum(dataKeyStates), values: z.int() });
export type DataKeyView = z.output<typeof zDataKeyView>;

/** Sealing everything anew with one key. `failures`: rows that do not open, the first 100 of them. */
export const zResealView = z.object({
  id: z.uuid(),
  keyId: z.string(),
  status: z.enum(['running', 'succeeded', 'failed', 'superseded']),
  total: z.int(),
  done: z.int(),
  failures: z.array(z.object({ tenantId: z.string(), id: z.string() })),
  createdAt: zMoment,
  endedAt: zMoment.nullable(),
});
export type ResealView = z.output<typeof zResealView>;

export const zGetSecrets = z.strictObject({});
export const zStartReseal = z.strictObject({});
/** `reseal`: the one under way, else the last one. */
export const zSecretsAnswer = z.object({ keys: z.array(zDataKeyView), reseal: zResealView.nullable() });
export type SecretsAnswer = z.output<typeof zSecretsAnswer>;
export const zResealAnswer = z.object({ reseal: zResealView });
