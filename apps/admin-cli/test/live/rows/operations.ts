import type { Rows } from '../row.ts';

/** The installation as a whole. */
export const operationRows: Rows = {
  doctor: { words: ({ demo }) => `doctor ${demo.slug}`, shows: /^✓ /m },
  'secrets status': { words: () => 'secrets status', shows: /^e2e +seals +\d+$/m },
  'secrets reseal': { words: () => 'secrets reseal --wait', shows: /^status +succeeded$/m },
  'secrets rotate': { words: () => 'secrets rotate', shows: /step 1 of 4: add a new key/ },
  'audit list': {
    words: async (live) => {
      const id = await live.tenant('yew');
      await live.call('PUT', `/tenants/${id}/config`, { config: { botName: 'Yew' } });
      return "audit list yew --action 'config.*' --limit 1";
    },
    shows: /platform +config\.write +config:\d/,
  },
};
