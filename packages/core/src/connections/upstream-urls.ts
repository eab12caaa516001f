import { isIP } from 'node:net';
import { AppError, type Issue } from '@tandem/schemas';
import type { PutConnections } from '@tandem/schemas/admin';
import type { Installation } from '../admin/admin-context.ts';

/**
 * Refuses URLs that name a private or loopback host, unless the installation allows them. Names are resolved when they
 * are called, and checked there again. AppError `unprocessable`.
 */
export function checkUpstreamUrls(
  installation: Pick<Installation, 'allowPrivate' | 'isPublicAddress'>,
  input: Pick<PutConnections, 'chatwoot' | 'botpress'>,
): void {
  if (installation.allowPrivate) return;
  const { chatwoot, botpress } = input;
  const urls = {
    'chatwoot.baseUrl': chatwoot?.baseUrl,
    'botpress.chatUrl': botpress?.chatUrl,
    'botpress.apiUrl': botpress?.apiUrl,
    'botpress.endpointUrl': botpress?.endpointUrl,
  };
  const issues = Object.entries(urls).flatMap(([path, url]): Issue[] =>
    typeof url === 'string' && isPrivateUrl(url, installation)
      ? [{ path, message: 'is a private or loopback address' }]
      : [],
  );
  if (issues.length === 0) return;
  const words =
    'Private and loopback addresses are refused, unless the installation sets UPSTREAM_ALLOW_PRIVATE=true.';
  throw new AppError('unprocessable', { public: words, issues });
}

/**
 * Whether a URL names a private or loopback host. The URL parser has turned every spelling of an IPv4 address (`127.1`,
 * `0x7f000001`) into dotted form.
 */
export function isPrivateUrl(
  url: string,
  { isPublicAddress }: Pick<Installation, 'isPublicAddress'>,
): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host) !== 0) return !isPublicAddress(host);
  return host === 'localhost' || host.endsWith('.localhost');
}
