import { UsageError } from '../usage-error.ts';
import type { Settings } from './settings.ts';
import type { SettingsFile } from './settings-file.ts';

/** Forgets a profile and its key. No other takes its place by itself. UsageError when there is none of the name. */
export function removeProfile(file: SettingsFile, name: string): Settings {
  const { current, profiles } = file.read();
  if (!Object.hasOwn(profiles, name)) {
    throw new UsageError(`There is no profile "${name}": tandem profiles list shows those there are.`);
  }
  const { [name]: _removed, ...rest } = profiles;
  const next = { profiles: rest, ...(current !== undefined && current !== name && { current }) };
  file.write(next);
  return next;
}
