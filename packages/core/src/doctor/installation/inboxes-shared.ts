import type { AdminContext } from '../../admin/admin-context.ts';
import { defineCheck, type Opinion, ok, warn } from '../check.ts';

/** One inbox number of one account number under several base URLs, with what their hosts resolve to. */
interface Namesake {
  accountId: number;
  inboxId: number;
  hosts: { host: string; addresses: readonly string[] }[];
}

const namesakesMax = 20;

export const inboxesShared = defineCheck({
  name: 'inboxes.shared',
  means: 'Two tenants that claim one inbox under two spellings of its Chatwoot both answer its customers.',
  cure: 'Give both connections the same `baseUrl`; the second one is then refused.',
  gather: async ({ database, vitals }: AdminContext): Promise<Namesake[]> => {
    const namesakes = await database.platform.inboxRoutes.namesakes(namesakesMax);
    return await Promise.all(
      namesakes.map(async ({ accountId, inboxId, installations }) => {
        const hosts = installations.flatMap((url) => URL.parse(url)?.hostname ?? []);
        const resolved = hosts.map(async (host) => ({ host, addresses: await vitals.resolve(host) }));
        return { accountId, inboxId, hosts: await Promise.all(resolved) };
      }),
    );
  },
  judge: (namesakes: Namesake[]): Opinion[] => {
    const found = namesakes.flatMap(({ accountId, inboxId, hosts }) => {
      const same = hosts.filter(({ addresses }, index) =>
        hosts.some((other, at) => at !== index && other.addresses.some((one) => addresses.includes(one))),
      );
      if (same.length === 0) return [];
      const names = [...new Set(same.map(({ host }) => host))].join(' and ');
      const message = `It is claimed twice, and ${names} lead to the same address: two bots may answer its customers.`;
      return [
        warn(
          `inbox ${inboxId} of account ${accountId}`,
          message,
          'Give both connections the same baseUrl (tandem connections set): the second claim is then refused.',
        ),
      ];
    });
    return found.length > 0 ? found : [ok('inboxes', 'No two tenants claim one inbox.')];
  },
});
