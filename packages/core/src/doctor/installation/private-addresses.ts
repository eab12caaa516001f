import type { AdminContext } from '../../admin/admin-context.ts';
import { isPrivateUrl } from '../../connections/upstream-urls.ts';
import { defineCheck, type Opinion, ok, warn } from '../check.ts';

interface Facts {
  /** `UPSTREAM_ALLOW_PRIVATE`. */
  isAllowed: boolean;
  isPublicUrlPrivate: boolean;
}

const subject = 'UPSTREAM_ALLOW_PRIVATE';

export const privateAddresses = defineCheck({
  name: 'private-addresses',
  means:
    'With `UPSTREAM_ALLOW_PRIVATE=true` whoever may write a connection can have the api call your inner network.',
  cure: 'Leave it out where tenants are not all your own.',
  gather: async ({ installation }: AdminContext): Promise<Facts> => ({
    isAllowed: installation.allowPrivate,
    isPublicUrlPrivate: isPrivateUrl(installation.publicUrl, installation),
  }),
  judge: ({ isAllowed, isPublicUrlPrivate }: Facts): Opinion => {
    if (!isAllowed) return ok(subject, 'Upstreams at private addresses are refused.');
    if (isPublicUrlPrivate) return ok(subject, 'Allowed; the installation itself is private.');
    const message =
      'It is true on a public installation: tenants can point connections at your inner network.';
    return warn(
      subject,
      message,
      'Take it away, unless every tenant is your own and its Chatwoot is inside.',
    );
  },
});
