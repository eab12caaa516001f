import type { Rows } from '../row.ts';

export const tenantRows: Rows = {
  'tenants create': {
    words: (_live, run) => `tenants create "Acme Inc" --slug acme-inc${run}`,
    shows: /^slug +acme-inc$/m,
  },
  'tenants list': {
    words: async (live) => {
      await live.tenant('acme');
      return 'tenants list --limit 2';
    },
    shows: /^id +slug +name +status +createdAt$/m,
  },
  'tenants show': { words: ({ demo }) => `tenants show ${demo.slug}`, shows: /Harbor Lane Outfitters/ },
  'tenants suspend': {
    words: async (live, run) => {
      await live.tenant(`birch${run}`);
      return `tenants suspend birch${run}`;
    },
    shows: /^status +suspended$/m,
  },
  'tenants activate': {
    words: async (live, run) => {
      await live.tenant(`birch${run}`);
      return `tenants activate birch${run}`;
    },
    shows: /^status +active$/m,
  },
  'tenants rename': {
    words: async (live, run) => {
      await live.tenant(`birch${run}`);
      return `tenants rename birch${run} "Birch and Sons"`;
    },
    shows: /^name +Birch and Sons$/m,
  },
};
