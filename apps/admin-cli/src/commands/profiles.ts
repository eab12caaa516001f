import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { printJson, printList, printNote } from '../print.ts';
import { keyOf } from '../settings/read-access.ts';
import { removeProfile } from '../settings/remove-profile.ts';
import { resolveTenant } from '../tenant/resolve-tenant.ts';
import { UsageError } from '../usage-error.ts';
import { example } from './options.ts';

export function profileCommands(cli: Cli): Command {
  const { output, settings } = cli;
  const group = new Command('profiles')
    .description('the installations and keys that tandem login has kept')
    .addHelpText('after', example('tandem profiles list'));

  group
    .command('list')
    .description('list the profiles, without their keys')
    .addHelpText('after', example('tandem profiles list'))
    .action(() => {
      const { current = null, profiles } = settings.read();
      const rows = Object.entries(profiles).map(([name, { url, tenant = null }]) => ({
        name,
        current: name === current,
        url,
        tenant,
      }));
      printList(output, {
        answer: { profiles: rows },
        rows: rows.map((row) => ({ ...row, current: row.current ? '*' : '' })),
        columns: ['current', 'name', 'url', 'tenant'],
      });
    });

  group
    .command('use')
    .description('use a profile from now on, and say which tenant it means where none is named')
    .argument('<profile>', 'its name')
    .option('--tenant <tenant>', 'the id or slug of that tenant; none: no tenant is meant')
    .addHelpText(
      'after',
      example('tandem profiles use production', 'tandem profiles use production --tenant acme'),
    )
    .action(async (name: string, { tenant }: { tenant?: string }) => {
      const { profiles } = settings.read();
      const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
      if (profile === undefined) {
        throw new UsageError(`There is no profile "${name}": tandem profiles list shows those there are.`);
      }
      const { tenant: before, ...rest } = profile;
      const client = () => cli.clientFor({ url: rest.url, key: keyOf({ ...rest, profile: name }) });
      const after = tenant === undefined ? before : await meantTenant(client, tenant);
      const next = after === undefined ? rest : { ...rest, tenant: after };
      settings.write({ current: name, profiles: { ...profiles, [name]: next } });
      if (output.json) {
        return printJson(output, { profile: { name, url: rest.url, tenant: after ?? null } });
      }
      const meaning = after === undefined ? '' : ` and means tenant ${after} where none is named`;
      printNote(output, `Profile "${name}" is used from now on${meaning}.`);
    });

  group
    .command('remove')
    .description('forget a profile and its key; at the server the key stays valid until it is revoked')
    .argument('<profile>', 'its name')
    .addHelpText('after', example('tandem profiles remove staging'))
    .action((name: string) => {
      const { current = null } = removeProfile(settings, name);
      if (output.json) return printJson(output, { removed: name, current });
      printNote(output, `Profile "${name}" and its key are forgotten. At the server the key is still valid.`);
    });

  return group;
}

const meantTenant = async (
  client: Parameters<typeof resolveTenant>[0],
  word: string,
): Promise<string | undefined> => (word === 'none' ? undefined : await resolveTenant(client, word));
