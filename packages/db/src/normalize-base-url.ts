/**
 * The one spelling of an installation's address: scheme and host in lower case, no default port, no slash at the end.
 * Throws on what is no URL.
 */
export function normalizeBaseUrl(baseUrl: string): string {
  const url = new URL(baseUrl);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
