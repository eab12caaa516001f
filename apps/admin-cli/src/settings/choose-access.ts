import { UsageError } from '../usage-error.ts';
import type { Profile, Settings } from './settings.ts';

/** What was given on the command line. */
export interface AccessFlags {
  url?: string;
  key?: string;
  profile?: string;
}

export interface Access {
  url: string;
  /** Null: none is known, or only one that belongs to another address. */
  key: string | null;
  tenant: string | null;
  /** The profile that was used; null: none. */
  profile: string | null;
}

export const defaultUrl = 'http://127.0.0.1:3000';

/**
 * Where to ask, with which key, about which tenant: flag > environment > profile > default. A profile that is named by
 * `--profile` counts as a flag. A profile's key goes to the profile's own address and to no other.
 */
export function chooseAccess(flags: AccessFlags, environment: NodeJS.ProcessEnv, settings: Settings): Access {
  const named = flags.profile ?? presence(environment.TANDEM_PROFILE);
  const name = named ?? settings.current;
  const profile = name === undefined ? undefined : profileOf(name, settings, named !== undefined);
  const given =
    flags.profile === undefined
      ? {
          url: presence(environment.TANDEM_URL) ?? profile?.url,
          key: presence(environment.TANDEM_KEY),
          tenant: presence(environment.TANDEM_TENANT) ?? profile?.tenant,
        }
      : { url: profile?.url, key: undefined, tenant: profile?.tenant };
  const url = flags.url ?? given.url ?? defaultUrl;
  const ownKey = profile !== undefined && isSameUrl(profile.url, url) ? profile.key : null;
  return {
    url,
    key: flags.key ?? given.key ?? ownKey,
    tenant: given.tenant ?? null,
    profile: profile === undefined ? null : (name ?? null),
  };
}

function profileOf(name: string, { profiles }: Settings, isNamed: boolean): Profile | undefined {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile !== undefined || !isNamed) return profile;
  const known = Object.keys(profiles).sort().join(', ');
  throw new UsageError(
    known === ''
      ? `There is no profile "${name}", and no other: make it with tandem login --profile ${name}.`
      : `There is no profile "${name}". Profiles: ${known}.`,
  );
}

/** An empty variable counts as absent. */
const presence = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

const isSameUrl = (one: string, other: string): boolean =>
  one.replace(/\/+$/, '') === other.replace(/\/+$/, '');
