import { UpstreamError } from '../contract/index.ts';

/** An absolute http or https URL; `rejected` for anything else. */
export function parseUrl(text: string, method: string): URL {
  const url = URL.parse(text);
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw new UpstreamError('rejected', `${method}: not a http or https URL`);
}
