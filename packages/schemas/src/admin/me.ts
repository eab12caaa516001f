import { z } from 'zod';
import { roles } from '../actor.ts';
import { zKeyView } from './keys.ts';
import { zTenantView } from './tenants.ts';

export const zGetMe = z.strictObject({});

/** Who calls. `tenant` null: the platform. `key` null: the installation's root key. */
export const zMeAnswer = z.object({
  role: z.enum(roles),
  tenant: zTenantView.nullable(),
  key: zKeyView.nullable(),
});
export type MeAnswer = z.output<typeof zMeAnswer>;
