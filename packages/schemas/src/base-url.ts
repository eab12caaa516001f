/**
 * The one spelling of an installation's address, by which it is known again: scheme and host in lower case (IDN as punycode),
 * no user, default port, dot at the end of the host, query or fragment; in the path no escapes that need none, no empty parts
 * and no slash at the end. Throws on what is no URL.
 */
export function normalizeBaseUrl(baseUrl: string): string {
  const url = new URL(baseUrl);
  // Once more after the escapes are gone: what they spelt may be dots that lead elsewhere.
  const { pathname } = new URL(unescaped(url.pathname), `${url.protocol}//${url.host}`);
  return `${url.protocol}//${hostOf(url)}${pathname.replace(/\/{2,}/g, '/').replace(/\/$/, '')}`;
}

/** Host and port in one spelling: `chat.example:3000`. */
export const hostOf = ({ host }: URL): string => host.replace(/\.+(?=:\d+$|$)/, '');

/** Whether two addresses are on one host and port; whether by http or https is no difference. */
export const isSameHost = (one: string, other: string): boolean =>
  hostOf(new URL(one)) === hostOf(new URL(other));

/** Of a path with empty parts joined, so that it cannot be read as the name of a host. RFC 3986 §2.3: these need no escape. */
function unescaped(pathname: string): string {
  return pathname
    .replace(/%[0-9a-f]{2}/gi, (found) => {
      const char = String.fromCharCode(Number.parseInt(found.slice(1), 16));
      return /[\w.~-]/.test(char) ? char : found.toUpperCase();
    })
    .replace(/\/{2,}/g, '/');
}
