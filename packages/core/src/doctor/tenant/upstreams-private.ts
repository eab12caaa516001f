import { isIP } from 'node:net';
import type { AdminContext } from '../../admin/admin-context.ts';
import { isPrivateUrl } from '../../connections/upstream-urls.ts';
import { broken, defineCheck, type Opinion, ok } from '../check.ts';
import type { Chart } from './chart.ts';
import { engineUrl } from './engine-url.ts';
import { textOf } from './text-of.ts';

interface Facts {
  /** `UPSTREAM_ALLOW_PRIVATE`. */
  isAllowed: boolean;
  /** URLs of settings whose hosts have private addresses only. */
  privates: { setting: string; host: string }[];
}

const subject = 'addresses';

export const upstreamsPrivate = defineCheck({
  name: 'upstreams.private',
  means:
    "An upstream at a private address is refused, so that tenants cannot reach into the installation's network.",
  cure: 'Give the upstream a public address, or set `UPSTREAM_ALLOW_PRIVATE=true` where all tenants are your own.',
  gather: async ({ context, channel, engine }: Chart): Promise<Facts> => {
    const apiUrl = textOf(engine?.settings.apiUrl);
    const place = engine && engineUrl(engine);
    const urls = [
      ...(channel === null ? [] : [{ setting: 'chatwoot.baseUrl', url: channel.baseUrl }]),
      ...(place === null ? [] : [place]),
      ...(apiUrl === null ? [] : [{ setting: 'botpress.apiUrl', url: apiUrl }]),
    ];
    const { allowPrivate: isAllowed } = context.installation;
    if (isAllowed) return { isAllowed, privates: [] };
    const looked = urls.map(async ({ setting, url }) =>
      (await isPrivate(context, url)) ? [{ setting, host: new URL(url).host }] : [],
    );
    return { isAllowed, privates: (await Promise.all(looked)).flat() };
  },
  judge: ({ isAllowed, privates }: Facts): Opinion[] => {
    if (isAllowed) return [ok(subject, 'Private addresses are allowed here.')];
    if (privates.length === 0) return [ok(subject, 'All upstreams are on the public internet.')];
    return privates.map(({ setting, host }) =>
      broken(
        host,
        `${setting} leads to a private address, which is refused.`,
        'Give the upstream a public address, or set UPSTREAM_ALLOW_PRIVATE=true if all tenants are your own.',
      ),
    );
  },
});

/** As the guard at the way out has it: refused where no address of the host is public. */
async function isPrivate({ installation, vitals }: AdminContext, url: string): Promise<boolean> {
  if (isPrivateUrl(url, installation)) return true;
  const { hostname } = new URL(url);
  if (isIP(hostname) !== 0) return false;
  const addresses = await vitals.resolve(hostname);
  return addresses.length > 0 && !addresses.some((address) => installation.isPublicAddress(address));
}
