import { z } from 'zod';

/** One installation and the key to it. */
export const zProfile = z.object({
  /** Of the api. */
  url: z.string(),
  key: z.string(),
  /** The slug or id that is meant where a command names no tenant. */
  tenant: z.string().optional(),
});
export type Profile = z.output<typeof zProfile>;

/** What `tandem login` keeps. `current`: the profile that is used when none is named. */
export const zSettings = z.object({
  current: z.string().optional(),
  profiles: z.record(z.string(), zProfile),
});
export type Settings = z.output<typeof zSettings>;

/** A name that is easy on a command line, and no path. */
export const isProfileName = (name: string): boolean => /^[A-Za-z0-9][\w.-]{0,62}$/.test(name);
