import { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { printNote, printOne } from '../print.ts';
import { askKey } from '../settings/ask-key.ts';
import { defaultUrl } from '../settings/choose-access.ts';
import { urlOf } from '../settings/read-access.ts';
import { isProfileName } from '../settings/settings.ts';
import { resolveTenant } from '../tenant/resolve-tenant.ts';
import { UsageError } from '../usage-error.ts';
import { example } from './options.ts';
import { meFields } from './whoami.ts';

export function loginCommand(cli: Cli): Command {
  return new Command('login')
    .description('keep an address and a key as a profile, once the server has accepted the key')
    .option('--tenant <tenant>', 'the tenant that is meant where none is named: its id or slug')
    .addHelpText(
      'after',
      example(
        'tandem login --url https://tandem.example.com --profile production',
        'tandem login --url https://tandem.example.com --profile acme < key.txt',
      ),
    )
    .action(async ({ tenant }: { tenant?: string }, command: Command) => {
      const { output, settings } = cli;
      const flags = command.optsWithGlobals<{ url?: string; key?: string; profile?: string }>();
      const name = flags.profile ?? (cli.environment.TANDEM_PROFILE || 'default');
      if (!isProfileName(name)) {
        throw new UsageError('A profile is named by letters, digits, _, . and -, up to 63 of them.');
      }
      const url = urlOf(urlFor(cli, { name, url: flags.url }));
      const key = flags.key ?? (await askKey(`Key for ${url}: `));
      const client = cli.clientFor({ url, key });
      const me = await client.me.get.query({});
      const meant = tenant === undefined ? undefined : await resolveTenant(() => client, tenant);
      const kept = settings.read();
      const profile = { url, key, ...(meant !== undefined && { tenant: meant }) };
      settings.write({ current: name, profiles: { ...kept.profiles, [name]: profile } });
      const answer = { profile: name, url, ...me };
      printOne(output, { answer, fields: { profile: name, url, ...meFields(me) } });
      printNote(output, `Kept in ${settings.path}, for you alone. Commands use this profile from now on.`);
    });
}

/** A profile that is there keeps its address when only its key is renewed. */
function urlFor(cli: Cli, { name, url }: { name: string; url: string | undefined }): string {
  if (url !== undefined) return url;
  const { profiles } = cli.settings.read();
  const known = Object.hasOwn(profiles, name) ? profiles[name]?.url : undefined;
  return cli.environment.TANDEM_URL || known || defaultUrl;
}
