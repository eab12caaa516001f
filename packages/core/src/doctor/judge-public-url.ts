import { broken, type Opinion, ok, warn } from './check.ts';

export interface PublicUrlFacts {
  publicUrl: string;
  /** `PUBLIC_URL` was given; else it was made up from the port. */
  isGiven: boolean;
  isPrivate: boolean;
  /** Hosts that have to reach it and are on the public internet themselves. */
  publicHosts: readonly string[];
}

const cure =
  'Set PUBLIC_URL to the https address under which the internet reaches the api, restart, and onboard again so that upstreams learn it.';

/** Whether those who have to call `PUBLIC_URL` can. Pure. */
export function judgePublicUrl({ publicUrl, isGiven, isPrivate, publicHosts }: PublicUrlFacts): Opinion {
  const subject = isGiven ? 'PUBLIC_URL' : 'PUBLIC_URL (not set)';
  const { protocol, origin } = new URL(publicUrl);
  const [first] = publicHosts;
  if (isPrivate && first !== undefined) {
    return broken(subject, `${origin} is a private address: ${first} cannot reach it.`, cure);
  }
  if (isPrivate) {
    const message = `${origin} is private, as the upstreams are. Chatwoot from 4.14 on calls it only with SAFE_FETCH_ALLOW_PRIVATE_NETWORK=true.`;
    return ok(subject, message);
  }
  if (protocol === 'http:') {
    return warn(subject, `${origin} is not encrypted: secrets and messages travel in the clear.`, cure);
  }
  return ok(subject, origin);
}
