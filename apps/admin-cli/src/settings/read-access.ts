import { UsageError } from '../usage-error.ts';
import { type Access, defaultUrl } from './choose-access.ts';

/** The address of an api as it was given. UsageError when it is none. */
export function urlOf(text: string): string {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return text;
  throw new UsageError(`"${text}" is no URL of an api: set TANDEM_URL or use --url, such as ${defaultUrl}.`);
}

/** The key. UsageError where there is none, or what was given can be none. */
export function keyOf({ key, profile, url }: Pick<Access, 'key' | 'profile' | 'url'>): string {
  const text = (key ?? '').trim();
  if (isKey(text)) return text;
  if (profile !== null && key === null) {
    throw new UsageError(
      `No key: the one of profile "${profile}" is for another address than ${url}. Set TANDEM_KEY or use --key.`,
    );
  }
  throw new UsageError(
    'No key: run tandem login, or set TANDEM_KEY. The first one is the TANDEM_ROOT_KEY of the installation.',
  );
}

export const isKey = (text: string): boolean => /^[\x21-\x7e]{1,500}$/.test(text);
