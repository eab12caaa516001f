import type { MeAnswer } from '@tandem/schemas/admin';
import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { printOne, type Row } from '../print.ts';
import { example } from './options.ts';

export function whoamiCommand({ access, client, output, url }: Cli): Command {
  return new Command('whoami')
    .description('show whom the key belongs to, its role and until when it is valid')
    .addHelpText('after', example('tandem whoami', 'tandem whoami --profile production --json'))
    .action(async () => {
      const me = await client().me.get.query({});
      const where = { profile: access().profile, url: url() };
      printOne(output, { answer: { ...where, ...me }, fields: { ...where, ...meFields(me) } });
    });
}

/** Who a key is, a line each. */
export const meFields = ({ role, tenant, key }: MeAnswer): Row => ({
  role,
  tenant: tenant === null ? 'all: a key of the platform' : `${tenant.slug} (${tenant.id}, ${tenant.status})`,
  key: key === null ? "the installation's root key" : `${key.prefix}… "${key.name}"`,
  expiresAt: key?.expiresAt ?? 'never',
});
